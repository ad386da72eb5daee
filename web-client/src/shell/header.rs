//! The bar at the top.

use super::account_menu::AccountMenu;
use crate::state::session::use_session;
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};
use live_ui::{
    button::{IconButton, LinkButton},
    glyph,
    skeleton::Skeleton,
    theme::{Theme, ThemeChoice},
};

/// The bar: the mark, going live, the theme, the account.
#[component]
pub(crate) fn Header() -> impl IntoView {
    let session = use_session();
    view! {
        <header class="bar">
            <A href="/" attr:class="wordmark" attr:aria-label="Live Engine, home">
                {glyph::icon(glyph::TALLY)}
                <span>"Live Engine"</span>
            </A>
            <nav class="bar-end" aria-label="Main">
                <A href="/studio" attr:class="button bar-live" attr:data-kind="plain" attr:aria-label="Go live">
                    {glyph::icon(glyph::BROADCAST)}
                    <span>"Go live"</span>
                </A>
                <ThemeSwitch />
                {move || {
                    if !session.is_ready() {
                        view! { <Skeleton width="36px" height="36px" radius="50%" /> }.into_any()
                    } else if session.is_known() {
                        view! { <AccountMenu /> }.into_any()
                    } else {
                        view! { <LogInLinks /> }.into_any()
                    }
                }}
            </nav>
        </header>
    }
}

#[component]
fn LogInLinks() -> impl IntoView {
    let location = use_location();
    let with_return = move |page: &str| {
        let path = location.pathname.get();
        if path == "/" || path.starts_with("/login") || path.starts_with("/register") {
            page.to_owned()
        } else {
            format!("{page}?next={path}")
        }
    };
    view! {
        {move || {
            view! {
                <LinkButton href=with_return("/login") kind="quiet">
                    "Log in"
                </LinkButton>
                <span class="bar-register">
                    <LinkButton href=with_return("/register") kind="primary">
                        "Register"
                    </LinkButton>
                </span>
            }
        }}
    }
}

/// Dark, light, as the system: one button that goes round.
#[component]
fn ThemeSwitch() -> impl IntoView {
    let choice = expect_context::<ThemeChoice>();
    let drawing = Signal::derive(move || match choice.get() {
        Theme::System => glyph::SYSTEM,
        Theme::Dark => glyph::MOON,
        Theme::Light => glyph::SUN,
    });
    let label = Signal::derive(move || {
        match choice.get() {
            Theme::System => "Theme: as the system. Switch to dark",
            Theme::Dark => "Theme: dark. Switch to light",
            Theme::Light => "Theme: light. Switch to the system's",
        }
        .to_owned()
    });
    view! {
        <IconButton
            glyph=drawing
            label=label
            on_click=move |()| {
                choice
                    .set(
                        match choice.get() {
                            Theme::System => Theme::Dark,
                            Theme::Dark => Theme::Light,
                            Theme::Light => Theme::System,
                        },
                    );
            }
        />
    }
}
