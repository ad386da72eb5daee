//! One of a few views, by the ARIA tabs pattern: arrow keys move, the chosen one has the focus.

use crate::unique_id;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

/// A row of tabs. The panel is the caller's: it gets `role="tabpanel"` by wrapping [`TabPanel`].
#[component]
pub fn Tabs(
    /// What the tabs are about.
    label: &'static str,
    /// Key and words of each.
    tabs: Vec<(&'static str, &'static str)>,
    /// The key of the chosen one.
    chosen: RwSignal<&'static str>,
) -> impl IntoView {
    let row = NodeRef::<html::Div>::new();
    let keys: Vec<_> = tabs.iter().map(|(key, _)| *key).collect();
    let walk = move |event: web_sys::KeyboardEvent| {
        let now = keys
            .iter()
            .position(|key| *key == chosen.get_untracked())
            .unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowRight" => (now + 1) % keys.len(),
            "ArrowLeft" => (now + keys.len() - 1) % keys.len(),
            "Home" => 0,
            "End" => keys.len() - 1,
            _ => return,
        };
        event.prevent_default();
        chosen.set(keys[next]);
        let tab = row
            .get_untracked()
            .and_then(|row| row.children().item(u32::try_from(next).unwrap_or(0)))
            .and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(tab) = tab {
            let _ = tab.focus();
        }
    };
    view! {
        <div class="segments" role="tablist" aria-label=label node_ref=row on:keydown=walk>
            {tabs
                .into_iter()
                .map(|(key, words)| {
                    view! {
                        <button
                            type="button"
                            role="tab"
                            aria-selected=move || (chosen.get() == key).to_string()
                            tabindex=move || if chosen.get() == key { "0" } else { "-1" }
                            on:click=move |_| chosen.set(key)
                        >
                            {words}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// What the chosen tab shows.
#[component]
pub fn TabPanel(
    /// What it shows, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <div role="tabpanel" id=unique_id("panel") aria-label=move || label.get()>
            {children()}
        </div>
    }
}
