//! The account: address, password.

use crate::{
    parts::submit::{Submit, SubmitError},
    sdk,
    state::session::use_session,
};
use leptos::prelude::*;
use live_protocol::auth::ChangePassword;
use live_ui::{button::Button, field::TextField, glyph, toast::Toasts};

/// E-mail address and password.
#[component]
pub(super) fn AccountSettings() -> impl IntoView {
    view! {
        <section>
            <h1>"Account"</h1>
            <Email />
            <Password />
        </section>
    }
}

#[component]
fn Email() -> impl IntoView {
    let session = use_session();
    let submit = Submit::new();
    let sent = RwSignal::new(false);
    let verified = move || session.account().is_some_and(|a| a.email_verified);
    let resend = move |()| {
        submit.run(
            async move { sdk::auth::resend_verification().await },
            move |()| sent.set(true),
        );
    };
    view! {
        <div class="card card-pad settings-card">
            <div class="card-head">
                <h2>"E-mail address"</h2>
                {move || {
                    let (tone, text) = if verified() {
                        ("good", "Confirmed")
                    } else {
                        ("warn", "Not confirmed")
                    };
                    view! {
                        <span class="badge" data-tone=tone>
                            {text}
                        </span>
                    }
                }}
            </div>
            <p>{move || session.account().map(|a| a.email)}</p>
            <Show when=move || !verified()>
                <p class="soft small">
                    "Confirm it, so that you can get back in when you forget your password. Look for our e-mail, also among the spam."
                </p>
                <div class="form-foot">
                    <Button glyph=glyph::MAIL busy=submit.busy() on_click=resend>
                        "Send the e-mail again"
                    </Button>
                    <span class="soft small" role="status">
                        {move || sent.get().then_some("Sent. It should be there in a minute.")}
                    </span>
                </div>
                <SubmitError submit=submit />
            </Show>
        </div>
    }
}

#[component]
fn Password() -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let session = use_session();
    let current = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let submit = Submit::new();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let request = ChangePassword {
            current_password: current.get_untracked(),
            new_password: new.get_untracked(),
        };
        submit.run(
            async move { sdk::auth::change_password(&request).await },
            move |()| {
                current.set(String::new());
                new.set(String::new());
                toasts.good("Your password is changed. Other devices are logged out.");
            },
        );
    };
    view! {
        <form class="card card-pad settings-card form" on:submit=send>
            <h2>"Password"</h2>
            // Password managers need the name that belongs to the password.
            <input
                type="text"
                autocomplete="username"
                hidden=true
                aria-hidden="true"
                prop:value=move || session.account().map(|a| a.username).unwrap_or_default()
            />
            <TextField
                label="The password you have"
                value=current
                kind="password"
                autocomplete="current-password"
                error=submit.field("current_password", "bad_credentials")
            />
            <TextField
                label="The new one"
                value=new
                kind="password"
                autocomplete="new-password"
                hint="At least 10 characters. All your other devices are logged out."
                error=submit.field("new_password", "")
            />
            <SubmitError
                submit=submit
                fields=&["current_password", "new_password"]
                codes=&["bad_credentials"]
            />
            <div class="form-foot">
                <Button kind="primary" action="submit" busy=submit.busy()>
                    "Change password"
                </Button>
            </div>
        </form>
    }
}
