//! Who is logged in.

use super::failure::Failure;
use crate::sdk;
use leptos::prelude::*;
use live_protocol::{
    UserId,
    user::{Account, Role},
};

/// The account of this browser's session, in the context of every component.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Session {
    account: RwSignal<Option<Account>>,
    ready: RwSignal<bool>,
    ended: RwSignal<Option<Failure>>,
}

impl Session {
    /// Provides it, follows the SDK's idea of it, and asks the server for the session that the
    /// refresh cookie may still hold.
    pub(crate) fn provide() -> Self {
        let session = Self {
            account: RwSignal::new(None),
            ready: RwSignal::new(false),
            ended: RwSignal::new(None),
        };
        provide_context(session);
        sdk::auth::on_change(
            move |account| session.account.set(account),
            move |failure| session.ended.set(Some(failure)),
        );
        leptos::task::spawn_local(async move {
            // Without a session, or without the server, people watch as anonymous viewers.
            if let Ok(account) = sdk::auth::restore().await {
                session.account.set(account);
            }
            session.ready.set(true);
        });
        session
    }

    /// The account, if someone is logged in.
    pub(crate) fn account(self) -> Option<Account> {
        self.account.get()
    }

    /// Puts in what the server answered.
    pub(crate) fn set(self, account: Account) {
        self.ended.set(None);
        self.account.set(Some(account));
        self.ready.set(true);
    }

    /// The account without following its changes.
    pub(crate) fn peek(self) -> Option<Account> {
        self.account.get_untracked()
    }

    /// Whether someone is logged in.
    pub(crate) fn is_known(self) -> bool {
        self.account.with(Option::is_some)
    }

    /// False until the server said whether there is a session.
    pub(crate) fn is_ready(self) -> bool {
        self.ready.get()
    }

    /// Whether that is the user who is logged in.
    pub(crate) fn is_me(self, user: UserId) -> bool {
        self.account
            .with(|a| a.as_ref().is_some_and(|a| a.id == user))
    }

    /// Whether the user keeps order in every stream.
    pub(crate) fn may_moderate(self) -> bool {
        self.account
            .with(|a| a.as_ref().is_some_and(|a| a.role >= Role::Moderator))
    }

    /// Why the session ended by itself, until it was read.
    pub(crate) fn ended(self) -> RwSignal<Option<Failure>> {
        self.ended
    }
}

/// The session; panics outside of the app.
pub(crate) fn use_session() -> Session {
    expect_context::<Session>()
}
