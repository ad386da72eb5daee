//! What needs an account asks for one, and comes back afterwards.

use crate::state::session::use_session;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use live_ui::{button::LinkButton, glyph, skeleton::Skeleton, state::StateCard};

/// Shows its content to those who are logged in, others the way there.
#[component]
pub(crate) fn Gate(
    /// What the account is needed for: "to go live".
    purpose: &'static str,
    /// The content.
    children: ChildrenFn,
) -> impl IntoView {
    let session = use_session();
    let path = use_location().pathname;
    // The content must not be made anew whenever the account's details change.
    let known = Memo::new(move |_| session.is_known());
    let ready = Memo::new(move |_| session.is_ready());
    view! {
        {move || {
            if known.get() {
                children().into_any()
            } else if !ready.get() {
                view! {
                    <div class="page">
                        <Skeleton height="40px" width="240px" />
                        <Skeleton height="320px" radius="var(--r3)" />
                    </div>
                }
                    .into_any()
            } else {
                view! {
                    <div class="page">
                        <h1 class="sr">"Log in"</h1>
                        <StateCard
                            glyph=glyph::LOCK
                            title=format!("Log in {purpose}")
                            text="It takes a minute to make an account, and it's free."
                        >
                            <LinkButton href=format!("/login?next={}", path.get()) kind="primary">
                                "Log in"
                            </LinkButton>
                            <LinkButton href=format!("/register?next={}", path.get())>
                                "Register"
                            </LinkButton>
                        </StateCard>
                    </div>
                }
                    .into_any()
            }
        }}
    }
}
