//! Text to be copied, with the button that does it.

use crate::{button::IconButton, glyph};
use leptos::{leptos_dom::helpers::set_timeout, prelude::*, task::spawn_local};
use std::time::Duration;
use wasm_bindgen_futures::JsFuture;

/// Puts `text` on the clipboard. False where the browser refuses (no focus, no HTTPS).
pub async fn copy_text(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // Pages that are not secure have no clipboard: the property is undefined.
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// A value with its label and a copy button.
#[component]
pub fn CopyField(
    /// What it is.
    label: &'static str,
    /// The value.
    #[prop(into)]
    value: Signal<String>,
    /// Shown as dots until asked for.
    #[prop(optional)]
    secret: bool,
    /// For text of several lines.
    #[prop(optional)]
    block: bool,
) -> impl IntoView {
    let hidden = RwSignal::new(secret);
    let done = RwSignal::new(None::<bool>);
    let copy = move || {
        spawn_local(async move {
            done.set(Some(copy_text(&value.get_untracked()).await));
            set_timeout(move || done.set(None), Duration::from_secs(2));
        });
    };
    let said = move || match done.get() {
        Some(true) => "Copied",
        Some(false) => "Could not copy: select the text instead",
        None => "",
    };
    view! {
        <div class="copy" data-block=block.then_some("")>
            <span class="copy-label">{label}</span>
            <div class="copy-box">
                <code>
                    {move || if hidden.get() { "•".repeat(24) } else { value.get() }}
                </code>
                {secret
                    .then(|| {
                        view! {
                            <IconButton
                                glyph=Signal::derive(move || {
                                    if hidden.get() { glyph::EYE } else { glyph::EYE_OFF }
                                })
                                label=Signal::derive(move || {
                                    let verb = if hidden.get() { "Show" } else { "Hide" };
                                    format!("{verb} {}", label.to_lowercase())
                                })
                                on_click=move |()| hidden.update(|h| *h = !*h)
                            />
                        }
                    })}
                <IconButton
                    glyph=Signal::derive(move || {
                        if done.get() == Some(true) { glyph::CHECK } else { glyph::COPY }
                    })
                    label=format!("Copy {}", label.to_lowercase())
                    on_click=move |()| copy()
                />
            </div>
            <span class="sr" role="status">
                {said}
            </span>
        </div>
    }
}
