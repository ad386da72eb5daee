//! Confirm the e-mail address with the link of the e-mail (`?token=`).

use crate::{
    sdk,
    state::{failure::Failure, session::use_session, title::page_title},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use live_ui::{button::LinkButton, glyph, skeleton::Skeleton, state::StateCard};

/// Confirms at once, and tells what came of it.
#[component]
pub(crate) fn Verify() -> impl IntoView {
    page_title(|| "Confirm e-mail".into());
    let session = use_session();
    let token = use_query_map()
        .with_untracked(|q| q.get("token"))
        .unwrap_or_default();
    let outcome = RwSignal::new(None::<Result<(), Failure>>);
    spawn_local(async move {
        let answer = sdk::auth::verify_email(&token).await;
        if answer.is_ok()
            && let Some(mut account) = session.peek()
        {
            account.email_verified = true;
            session.set(account);
        }
        outcome.try_set(Some(answer));
    });
    view! {
        <div class="narrow">
            <h1 class="sr">"Confirm e-mail"</h1>
            {move || match outcome.get() {
                None => view! { <Skeleton height="220px" radius="var(--r3)" /> }.into_any(),
                Some(Ok(())) => {
                    view! {
                        <StateCard
                            glyph=glyph::CHECK
                            title="Your e-mail address is confirmed"
                            text="That's all. You can close this tab or look at what's live."
                        >
                            <LinkButton href="/" kind="primary">
                                "See what's live"
                            </LinkButton>
                        </StateCard>
                    }
                        .into_any()
                }
                Some(Err(failure)) => {
                    view! {
                        <StateCard
                            glyph=glyph::ALERT
                            tone="bad"
                            title="Not confirmed"
                            text=failure.text()
                        >
                            <LinkButton href="/settings/account">"To your settings"</LinkButton>
                        </StateCard>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}
