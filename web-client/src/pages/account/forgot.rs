//! Ask for a link to set a new password.

use super::Narrow;
use crate::{
    parts::submit::{Submit, SubmitError},
    sdk,
    state::title::page_title,
};
use leptos::prelude::*;
use leptos_router::components::A;
use live_ui::{button::Button, field::TextField, glyph, state::StateCard};

/// The form; afterwards the same words whether the address is known.
#[component]
pub(crate) fn Forgot() -> impl IntoView {
    page_title(|| "Forgot password".into());
    let email = RwSignal::new(String::new());
    let sent = RwSignal::new(false);
    let submit = Submit::new();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let address = email.get_untracked().trim().to_owned();
        submit.run(
            async move { sdk::auth::forgot_password(&address).await },
            move |()| sent.set(true),
        );
    };
    view! {
        <Show
            when=move || !sent.get()
            fallback=move || {
                view! {
                    <div class="narrow">
                        <h1 class="sr">"Forgot password"</h1>
                        <StateCard
                            glyph=glyph::MAIL
                            title="Look into your mail"
                            text=format!(
                                "If {} belongs to an account, a link to set a new password is on its way. It is valid for an hour.",
                                email.get_untracked(),
                            )
                        />
                    </div>
                }
            }
        >
            <Narrow
                title="Forgot your password?"
                lead=|| "Tell us your e-mail address, and we send a link to set a new one."
            >
                <form class="form" on:submit=send>
                    <TextField
                        label="E-mail"
                        value=email
                        kind="email"
                        autocomplete="email"
                        autofocus=true
                        error=submit.field("email", "")
                    />
                    <SubmitError submit=submit fields=&["email"] />
                    <Button
                        kind="primary"
                        size="large"
                        action="submit"
                        wide=true
                        busy=submit.busy()
                    >
                        "Send the link"
                    </Button>
                    <A href="/login" attr:class="link narrow-foot">
                        "Back to log in"
                    </A>
                </form>
            </Narrow>
        </Show>
    }
}
