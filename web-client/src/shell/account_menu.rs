//! The menu of the one who is logged in.

use crate::{sdk, state::session::use_session};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};
use live_ui::{
    avatar::{Avatar, Face},
    glyph,
    menu::Menu,
    toast::Toasts,
};

/// Profile, studio, settings, log out.
#[component]
pub(crate) fn AccountMenu() -> impl IntoView {
    let session = use_session();
    let toasts = expect_context::<Toasts>();
    let navigate = use_navigate();
    let face = move || {
        session.account().map(|a| Face {
            name: a.display_name,
            username: a.username,
            picture: a.avatar_url,
        })
    };
    let log_out = Callback::new(move |()| {
        let navigate = navigate.clone();
        spawn_local(async move {
            match sdk::auth::log_out().await {
                Ok(()) => navigate("/", NavigateOptions::default()),
                Err(failure) => toasts.bad(failure.text()),
            }
        });
    });
    view! {
        <Menu
            label="Your account"
            class="bar-account"
            button=ViewFn::from(move || face().map(|face| view! { <Avatar face=face /> }))
        >
            <div class="menu-head">
                <div class="person-name truncate">
                    {move || session.account().map(|a| a.display_name)}
                </div>
                <div class="faint small truncate">
                    {move || session.account().map(|a| format!("@{}", a.username))}
                </div>
            </div>
            <A
                href=move || {
                    session.account().map(|a| format!("/@{}", a.username)).unwrap_or_default()
                }
                attr:class="menu-item"
            >
                {glyph::icon(glyph::PERSON)}
                "Your profile"
            </A>
            <A href="/studio" attr:class="menu-item">
                {glyph::icon(glyph::BROADCAST)}
                "Studio"
            </A>
            <A href="/settings" attr:class="menu-item">
                {glyph::icon(glyph::SLIDERS)}
                "Settings"
            </A>
            <hr />
            <button class="menu-item" type="button" on:click=move |_| log_out.run(())>
                {glyph::icon(glyph::LOG_OUT)}
                "Log out"
            </button>
        </Menu>
    }
}
