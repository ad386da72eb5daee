//! A word on a ground of its own: what state a thing is in.

use crate::{format, glyph};
use leptos::prelude::*;
use live_protocol::live::{Health, StreamState, Visibility};

/// The badge that the whole product is about.
#[component]
pub fn LiveBadge() -> impl IntoView {
    view! {
        <span class="badge" data-tone="live">
            "LIVE"
        </span>
    }
}

/// Viewers with the eye: a figure that keeps its width.
#[component]
pub fn ViewerCount(
    /// How many.
    #[prop(into)]
    count: Signal<i64>,
) -> impl IntoView {
    view! {
        <span class="viewers">
            {glyph::icon(glyph::EYE)} <span class="num">{move || format::compact(count.get())}</span>
            <span class="sr">{move || if count.get() == 1 { "viewer" } else { "viewers" }}</span>
        </span>
    }
}

/// Where a stream stands.
#[component]
pub fn StateBadge(
    /// The state.
    #[prop(into)]
    state: Signal<StreamState>,
) -> impl IntoView {
    move || {
        let (tone, text) = match state.get() {
            StreamState::Live => ("live", "LIVE"),
            StreamState::Interrupted => ("warn", "Reconnecting"),
            StreamState::Idle => ("", "Not started"),
            StreamState::Ended => ("", "Ended"),
        };
        view! {
            <span class="badge" data-tone=tone>
                {text}
            </span>
        }
    }
}

/// Who may find a stream; nothing for public ones, for that is the rule.
#[component]
pub fn VisibilityBadge(
    /// Who may find and watch it.
    visibility: Visibility,
) -> impl IntoView {
    let shown = match visibility {
        Visibility::Public => None,
        Visibility::Unlisted => Some((glyph::LINK, "Unlisted")),
        Visibility::Private => Some((glyph::LOCK, "Private")),
    };
    shown.map(|(drawing, text)| {
        view! {
            <span class="badge">
                {glyph::icon(drawing)} {text}
            </span>
        }
    })
}

/// How good the incoming media is.
#[component]
pub fn HealthBadge(
    /// The health.
    #[prop(into)]
    health: Signal<Health>,
) -> impl IntoView {
    move || {
        let (tone, text) = match health.get() {
            Health::Good => ("good", "Good"),
            Health::Fair => ("warn", "Fair"),
            Health::Poor => ("bad", "Poor"),
            Health::Offline => ("", "No signal"),
        };
        view! {
            <span class="badge" data-tone=tone>
                <span class="tally"></span>
                {text}
            </span>
        }
    }
}
