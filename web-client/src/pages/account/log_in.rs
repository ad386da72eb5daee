//! Log in.

use super::{Narrow, next_path};
use crate::{
    parts::submit::{Submit, SubmitError},
    sdk,
    state::{session::use_session, title::page_title},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};
use live_protocol::auth;
use live_ui::{button::Button, field::TextField};

/// The log-in form.
#[component]
pub(crate) fn LogIn() -> impl IntoView {
    page_title(|| "Log in".into());
    let session = use_session();
    let (login, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = Submit::new();
    let navigate = use_navigate();
    let next = next_path();
    let register = if next == "/" {
        "/register".to_owned()
    } else {
        format!("/register?next={next}")
    };
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let request = auth::Login {
            login: login.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
        };
        let (navigate, next) = (navigate.clone(), next.clone());
        submit.run(
            async move { sdk::auth::log_in(&request).await },
            move |account| {
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
            title="Welcome back"
            lead=move || {
                view! {
                    "New here? "
                    <A href=register.clone() attr:class="link">
                        "Make an account"
                    </A>
                }
            }
        >
            <form class="form" on:submit=send>
                <TextField
                    label="E-mail or user name"
                    value=login
                    autocomplete="username"
                    autofocus=true
                    error=submit.field("login", "")
                />
                <TextField
                    label="Password"
                    value=password
                    kind="password"
                    autocomplete="current-password"
                    error=submit.field("password", "bad_credentials")
                />
                <SubmitError
                    submit=submit
                    fields=&["login", "password"]
                    codes=&["bad_credentials"]
                />
                <Button kind="primary" size="large" action="submit" wide=true busy=submit.busy()>
                    "Log in"
                </Button>
                <A href="/forgot-password" attr:class="link narrow-foot">
                    "Forgot your password?"
                </A>
            </form>
        </Narrow>
    }
}
