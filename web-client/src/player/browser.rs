//! What the browser does for a player that web-sys does not know or not everywhere has.

use js_sys::{Function, Promise, Reflect};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const VOLUME_KEY: &str = "live.volume";

/// Fills the screen with `frame`, or leaves it.
pub(super) fn toggle_fullscreen(frame: &web_sys::HtmlDivElement, video: &JsValue) {
    if document().fullscreen_element().is_some() {
        document().exit_fullscreen();
    } else if document().fullscreen_enabled() {
        // A refusal leaves the page as it is.
        let _ = frame.request_fullscreen();
    } else {
        // iPhones know full screen for the video only.
        call(video, "webkitEnterFullscreen");
    }
}

/// Whether the browser can show a video in a window of its own.
pub(super) fn has_picture() -> bool {
    Reflect::get(&document(), &"pictureInPictureEnabled".into()).is_ok_and(|v| v.is_truthy())
}

/// Shows `video` in a window of its own, or takes it back.
pub(super) fn toggle_picture(video: &JsValue) {
    let shown = Reflect::get(&document(), &"pictureInPictureElement".into());
    if shown.is_ok_and(|shown| shown.is_truthy()) {
        call(&document(), "exitPictureInPicture");
    } else {
        call(video, "requestPictureInPicture");
    }
}

/// Calls a method that web-sys does not know. A rejected promise changes nothing, and must not
/// be reported as unhandled.
fn call(target: &JsValue, method: &str) {
    let function = Reflect::get(target, &method.into()).unwrap_or(JsValue::UNDEFINED);
    let Some(function) = function.dyn_ref::<Function>() else {
        return;
    };
    if let Ok(answer) = function.call0(target)
        && let Ok(promise) = answer.dyn_into::<Promise>()
    {
        spawn_local(async move {
            let _ = JsFuture::from(promise).await;
        });
    }
}

/// The volume of the last visit, 0 to 1.
pub(super) fn stored_volume() -> Option<f64> {
    let storage = window().local_storage().ok().flatten()?;
    let volume: f64 = storage.get_item(VOLUME_KEY).ok().flatten()?.parse().ok()?;
    (0.0..=1.0).contains(&volume).then_some(volume)
}

/// Remembers the volume.
pub(super) fn store_volume(volume: f64) {
    if let Ok(Some(storage)) = window().local_storage() {
        // Forgotten at the next visit where the storage is full or forbidden.
        let _ = storage.set_item(VOLUME_KEY, &format!("{volume:.2}"));
    }
}
