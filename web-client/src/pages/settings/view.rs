//! The frame of the settings.

use super::{
    account::AccountSettings, appearance::Appearance, blocked::Blocked, profile::ProfileSettings,
    sessions::Sessions,
};
use crate::{pages::missing::Missing, parts::gate::Gate, state::title::page_title};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use live_ui::glyph;

/// Address, words and drawing of each.
const SECTIONS: [(&str, &str, &str); 5] = [
    ("profile", "Profile", glyph::PERSON),
    ("account", "Account", glyph::KEY),
    ("sessions", "Devices", glyph::DEVICE),
    ("blocked", "Blocked people", glyph::BLOCK),
    ("appearance", "Appearance", glyph::SUN),
];

/// The settings; `/settings` is the profile.
#[component]
pub(crate) fn Settings() -> impl IntoView {
    let params = use_params_map();
    let section = Memo::new(move |_| {
        params
            .with(|p| p.get("section"))
            .unwrap_or_else(|| "profile".into())
    });
    let words = move || {
        let section = section.get();
        SECTIONS
            .iter()
            .find(|(slug, ..)| *slug == section)
            .map(|(_, words, _)| *words)
    };
    page_title(move || words().unwrap_or("Settings").to_owned());
    view! {
        <Gate purpose="to change your settings">
            <div class="page settings">
                <nav class="settings-list" aria-label="Settings">
                    <p class="settings-title">"Settings"</p>
                    {SECTIONS
                        .map(|(slug, words, drawing)| {
                            view! {
                                <a
                                    href=format!("/settings/{slug}")
                                    class="settings-link"
                                    aria-current=move || {
                                        (section.get() == slug).then_some("page")
                                    }
                                >
                                    {glyph::icon(drawing)}
                                    <span>{words}</span>
                                </a>
                            }
                        })
                        .collect_view()}
                </nav>
                <div class="settings-body">
                    {move || match section.get().as_str() {
                        "profile" => view! { <ProfileSettings /> }.into_any(),
                        "account" => view! { <AccountSettings /> }.into_any(),
                        "sessions" => view! { <Sessions /> }.into_any(),
                        "blocked" => view! { <Blocked /> }.into_any(),
                        "appearance" => view! { <Appearance /> }.into_any(),
                        _ => view! { <Missing /> }.into_any(),
                    }}
                </div>
            </div>
        </Gate>
    }
}
