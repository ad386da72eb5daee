//! Keys of the player, as people know them from elsewhere.

use super::state::{Playing, VOLUME_STEP};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Does what the key means; leaves alone what a focused control needs for itself.
pub(super) fn handle(playing: Playing, event: &web_sys::KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let target = event
        .target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    let tag = target.map(|t| t.tag_name()).unwrap_or_default();
    let on_button = tag == "BUTTON";
    let on_slider = tag == "INPUT";
    match event.key().as_str() {
        " " if on_button => return,
        "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight"
            if on_slider || playing.menu_open.get_untracked() =>
        {
            return;
        }
        " " | "k" => playing.toggle(),
        "m" => playing.toggle_mute(),
        "f" => playing.toggle_fullscreen(),
        "t" => playing.toggle_theatre(),
        "i" => playing.toggle_picture(),
        "l" => playing.go_live(),
        "ArrowUp" => playing.set_volume(playing.volume.get_untracked() + VOLUME_STEP),
        "ArrowDown" => playing.set_volume(playing.volume.get_untracked() - VOLUME_STEP),
        _ => return,
    }
    event.prevent_default();
}
