//! Lines under the bar: no network, no live updates, the session ended.

use crate::state::{connection::use_connection, session::use_session};
use leptos::prelude::*;
use leptos_router::components::A;
use live_ui::{button::IconButton, glyph};

/// The most important of them.
#[component]
pub(crate) fn Banners() -> impl IntoView {
    let connection = use_connection();
    let session = use_session();
    let ended = session.ended();
    view! {
        <div role="status" aria-live="polite">
            {move || {
                if connection.is_offline() {
                    line(glyph::OFFLINE, "You are offline. What you see may be out of date.")
                } else if let Some(failure) = ended.get() {
                    view! {
                        <div class="banner" data-tone="warn">
                            {glyph::icon(glyph::LOCK)}
                            <span>
                                {failure.ended_text()} " "
                                <A href="/login" attr:class="link">
                                    "Log in again"
                                </A>
                            </span>
                            <IconButton
                                glyph=glyph::CLOSE
                                label="Dismiss"
                                size="small"
                                on_click=move |()| ended.set(None)
                            />
                        </div>
                    }
                        .into_any()
                } else if connection.is_socket_lost() {
                    line(glyph::REFRESH, "Live updates are interrupted. Reconnecting …")
                } else {
                    ().into_any()
                }
            }}
        </div>
    }
}

fn line(drawing: &'static str, text: &'static str) -> AnyView {
    view! {
        <div class="banner" data-tone="warn">
            {glyph::icon(drawing)}
            <span>{text}</span>
        </div>
    }
    .into_any()
}
