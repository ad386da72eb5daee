//! Playback in a video element.

use super::Listener;
use crate::state::failure::Failure;
use live_protocol::{StreamId, live::StreamState};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use web_sys::HtmlVideoElement;

#[wasm_bindgen(raw_module = "/assets/sdk.js")]
extern "C" {
    #[wasm_bindgen(js_name = attachPlayer)]
    fn js_attach_player(
        video: &HtmlVideoElement,
        src: &str,
        options: JsValue,
        listener: &Listener,
    ) -> PlayerHandle;

    #[derive(Debug)]
    type PlayerHandle;
    #[wasm_bindgen(method)]
    fn play(this: &PlayerHandle);
    #[wasm_bindgen(method)]
    fn pause(this: &PlayerHandle);
    #[wasm_bindgen(method, js_name = goLive)]
    fn go_live(this: &PlayerHandle);
    #[wasm_bindgen(method, js_name = setQuality)]
    fn set_quality(this: &PlayerHandle, index: i32);
    #[wasm_bindgen(method, js_name = handleStreamState)]
    fn handle_stream_state(this: &PlayerHandle, state: &str);
    #[wasm_bindgen(method)]
    fn destroy(this: &PlayerHandle);
}

/// What the viewer sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Phase {
    /// Before the first picture.
    Loading,
    /// The picture moves.
    Playing,
    /// The viewer paused it.
    Paused,
    /// The buffer ran dry.
    Buffering,
    /// Something broke; the player tries again by itself.
    Recovering,
    /// The stream is over.
    Ended,
    /// Given up.
    Failed,
}

/// A rendition that can be chosen.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Quality {
    /// For [`Player::choose`].
    pub(crate) index: i32,
    /// Pixels; 0 where the playlist does not tell.
    pub(crate) height: u32,
    /// Bits per second.
    pub(crate) bitrate_bps: f64,
    /// Frames per second; 0 where the playlist does not tell.
    pub(crate) fps: f64,
}

/// Measured once a second.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub(crate) struct Stats {
    /// Seconds from the encoder's clock to what is shown.
    pub(crate) latency_s: Option<f64>,
    /// Seconds that the player aims at.
    pub(crate) target_latency_s: Option<f64>,
    /// Seconds of media ahead.
    pub(crate) buffered_s: f64,
    /// Frames that the decoder dropped.
    pub(crate) frames_dropped: f64,
    /// Estimated bits per second of the line.
    pub(crate) bandwidth_bps: Option<f64>,
    /// Pixels of what is decoded now; 0 before the first picture.
    pub(crate) height: u32,
}

/// What the player tells.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PlayerEvent {
    /// Another phase, and why if it is a failure.
    Phase(Phase, Option<Failure>),
    /// Figures.
    Stats(Stats),
    /// The renditions, and the one that plays.
    Qualities(Vec<Quality>, i32),
    /// The browser lets it play without sound only.
    Silenced,
    /// The browser lets it not play at all without a click.
    Blocked,
}

#[derive(Serialize)]
struct Options {
    stream_id: Option<String>,
    playback_token: Option<String>,
}

#[derive(Deserialize)]
struct StateData {
    state: Phase,
    error: Option<Failure>,
}

#[derive(Deserialize)]
struct QualityData {
    levels: Vec<Quality>,
    current: i32,
}

/// A player; dropping it stops the video and lets it go.
#[derive(Debug)]
pub(crate) struct Player {
    js: PlayerHandle,
    _listener: Listener,
}

impl Player {
    /// Plays `hls` in `video`, at once. With the stream's id, a private stream gets fresh tokens:
    /// by the account, or by the token of an invitation.
    pub(crate) fn start(
        video: &HtmlVideoElement,
        hls: &str,
        stream: Option<StreamId>,
        playback_token: Option<String>,
        mut on: impl FnMut(PlayerEvent) + 'static,
    ) -> Self {
        let listener = Listener::new(move |name: String, data: JsValue| {
            if let Some(event) = event(&name, data) {
                on(event);
            }
        });
        let options = Options {
            stream_id: stream.map(|id| id.to_string()),
            playback_token,
        };
        Self {
            js: js_attach_player(video, hls, super::plain(&options), &listener),
            _listener: listener,
        }
    }

    /// Plays; without sound where the browser wants a click first.
    pub(crate) fn play(&self) {
        self.js.play();
    }

    /// Pauses.
    pub(crate) fn pause(&self) {
        self.js.pause();
    }

    /// Jumps to what is live, and plays.
    pub(crate) fn go_live(&self) {
        self.js.go_live();
    }

    /// Chooses a rendition; None lets the player choose.
    pub(crate) fn choose(&self, index: Option<i32>) {
        self.js.set_quality(index.unwrap_or(-1));
    }

    /// What the room told of the stream.
    pub(crate) fn tell(&self, state: StreamState) {
        self.js.handle_stream_state(state.as_str());
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.js.destroy();
    }
}

/// None for what this version does not understand, and for what is for diagnosis.
fn event(name: &str, data: JsValue) -> Option<PlayerEvent> {
    Some(match name {
        "state" => {
            let StateData { state, error } = serde_wasm_bindgen::from_value(data).ok()?;
            PlayerEvent::Phase(state, error)
        }
        "stats" => PlayerEvent::Stats(serde_wasm_bindgen::from_value(data).ok()?),
        "quality" => {
            let QualityData { levels, current } = serde_wasm_bindgen::from_value(data).ok()?;
            PlayerEvent::Qualities(levels, current)
        }
        "autoplay_muted" => PlayerEvent::Silenced,
        "autoplay_blocked" => PlayerEvent::Blocked,
        _ => return None,
    })
}
