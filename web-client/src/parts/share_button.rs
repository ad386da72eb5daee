//! Shares a page: by the system's sheet where there is one, else by the clipboard.

use js_sys::{Function, Object, Promise, Reflect};
use leptos::{prelude::*, task::spawn_local};
use live_ui::{button::Button, copy::copy_text, glyph, toast::Toasts};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The button.
#[component]
pub(crate) fn ShareButton(
    /// The title that goes along.
    #[prop(into)]
    title: Signal<String>,
    /// The page's path.
    #[prop(into)]
    path: Signal<String>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let share = move |()| {
        let title = title.get_untracked();
        let origin = window().location().origin().unwrap_or_default();
        let address = format!("{origin}{}", path.get_untracked());
        spawn_local(async move {
            if share_by_system(&title, &address).await {
                return;
            }
            if copy_text(&address).await {
                toasts.good("Link copied");
            } else {
                toasts.bad(format!("The browser refused. Copy it yourself: {address}"));
            }
        });
    };
    view! {
        <Button glyph=glyph::SHARE on_click=share>
            "Share"
        </Button>
    }
}

/// False where the browser has no sheet to share by, and where pointers are fine: people at a
/// desktop expect the link. A sheet that was closed without sharing counts as done.
async fn share_by_system(title: &str, address: &str) -> bool {
    let coarse = window()
        .match_media("(pointer: coarse)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches());
    let navigator = window().navigator();
    let share = Reflect::get(&navigator, &"share".into()).unwrap_or(JsValue::UNDEFINED);
    let Some(share) = share.dyn_ref::<Function>().filter(|_| coarse) else {
        return false;
    };
    let data = Object::new();
    for (key, value) in [("title", title), ("url", address)] {
        // A plain object of our own takes any property.
        let _ = Reflect::set(&data, &key.into(), &value.into());
    }
    match share.call1(&navigator, &data) {
        Ok(promise) => {
            // Closing the sheet rejects the promise.
            let _ = JsFuture::from(promise.unchecked_into::<Promise>()).await;
            true
        }
        Err(_) => false,
    }
}
