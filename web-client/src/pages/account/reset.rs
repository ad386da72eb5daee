//! Set a new password with the link of the e-mail (`?token=`).

use super::Narrow;
use crate::{
    parts::submit::{Submit, SubmitError},
    sdk,
    state::title::page_title,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use live_protocol::auth;
use live_ui::{
    button::{Button, LinkButton},
    field::TextField,
    glyph,
    state::StateCard,
    toast::Toasts,
};

/// The form, or what to do about a link without a token.
#[component]
pub(crate) fn Reset() -> impl IntoView {
    page_title(|| "New password".into());
    let token = use_query_map()
        .with_untracked(|q| q.get("token"))
        .unwrap_or_default();
    if token.is_empty() {
        return view! {
            <div class="narrow">
                <h1 class="sr">"New password"</h1>
                <StateCard
                    glyph=glyph::LINK
                    tone="bad"
                    title="This link is incomplete"
                    text="Open it from the e-mail again, or ask for a new one."
                >
                    <LinkButton href="/forgot-password" kind="primary">
                        "Ask for a new link"
                    </LinkButton>
                </StateCard>
            </div>
        }
        .into_any();
    }
    let password = RwSignal::new(String::new());
    let submit = Submit::new();
    let navigate = use_navigate();
    let toasts = expect_context::<Toasts>();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let request = auth::ResetPassword {
            token: token.clone(),
            new_password: password.get_untracked(),
        };
        let navigate = navigate.clone();
        submit.run(
            async move { sdk::auth::reset_password(&request).await },
            move |()| {
                toasts.good("Your new password is set. Log in with it.");
                navigate("/login", NavigateOptions::default());
            },
        );
    };
    view! {
        <Narrow title="Set a new password" lead=|| "Every device that is logged in is logged out.">
            <form class="form" on:submit=send>
                <TextField
                    label="New password"
                    value=password
                    kind="password"
                    autocomplete="new-password"
                    autofocus=true
                    hint="At least 10 characters. A few words you remember are best."
                    error=submit.field("new_password", "")
                />
                <SubmitError submit=submit fields=&["new_password"] />
                <Button kind="primary" size="large" action="submit" wide=true busy=submit.busy()>
                    "Set the password"
                </Button>
            </form>
        </Narrow>
    }
    .into_any()
}
