//! Make an account; with `?setup=TOKEN`, the first admin's.

use super::{Narrow, next_path};
use crate::{
    parts::submit::{Submit, SubmitError},
    sdk,
    state::{session::use_session, title::page_title},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::A,
    hooks::{use_navigate, use_query_map},
};
use live_protocol::auth;
use live_ui::{button::Button, field::TextField, glyph, state::Notice, toast::Toasts};

/// The registration form.
#[component]
pub(crate) fn Register() -> impl IntoView {
    let session = use_session();
    let toasts = expect_context::<Toasts>();
    let setup = use_query_map().with_untracked(|q| q.get("setup"));
    let is_setup = setup.is_some();
    page_title(move || if is_setup { "Set up" } else { "Register" }.into());
    let username = RwSignal::new(String::new());
    let email = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let submit = Submit::new();
    let navigate = use_navigate();
    let next = next_path();
    let log_in = if next == "/" {
        "/login".to_owned()
    } else {
        format!("/login?next={next}")
    };
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let request = auth::Register {
            username: username.get_untracked().trim().to_lowercase(),
            email: email.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
            display_name: None,
            setup_token: setup.clone(),
        };
        let (navigate, next) = (navigate.clone(), next.clone());
        submit.run(
            async move { sdk::auth::register(&request).await },
            move |account| {
                toasts.good(format!("Welcome, {}!", account.display_name));
                session.set(account);
                let replace = NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                };
                navigate(&next, replace);
            },
        );
    };
    view! {
        <Narrow
            title=if is_setup { "Set up Live Engine" } else { "Make an account" }
            lead=move || {
                if is_setup {
                    "This account will run the platform.".into_any()
                } else {
                    view! {
                        "Have one already? "
                        <A href=log_in.clone() attr:class="link">
                            "Log in"
                        </A>
                    }
                        .into_any()
                }
            }
        >
            {is_setup
                .then(|| {
                    view! {
                        <Notice tone="accent" glyph=glyph::SHIELD>
                            "You came by the one-time link: this makes you the first admin."
                        </Notice>
                    }
                })}
            <form class="form" on:submit=send>
                <TextField
                    label="User name"
                    value=username
                    autocomplete="username"
                    autofocus=true
                    hint="3 to 30 letters, digits or _, beginning with a letter. It is in your page's address."
                    error=submit.field("username", "username_taken")
                />
                <TextField
                    label="E-mail"
                    value=email
                    kind="email"
                    autocomplete="email"
                    hint="To get back in when you forget the password. Nobody else sees it."
                    error=submit.field("email", "email_taken")
                />
                <TextField
                    label="Password"
                    value=password
                    kind="password"
                    autocomplete="new-password"
                    hint="At least 10 characters. A few words you remember are best."
                    error=submit.field("password", "")
                />
                <SubmitError
                    submit=submit
                    fields=&["username", "email", "password"]
                    codes=&["username_taken", "email_taken"]
                />
                <Button kind="primary" size="large" action="submit" wide=true busy=submit.busy()>
                    {if is_setup { "Make the admin account" } else { "Make account" }}
                </Button>
            </form>
        </Narrow>
    }
}
