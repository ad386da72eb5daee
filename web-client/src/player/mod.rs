//! The player: the video, its controls and what lies over it.

#![expect(
    clippy::large_types_passed_by_value,
    reason = "`Playing` is a bundle of signal handles: that it is `Copy` is the point"
)]

mod browser;
mod controls;
mod overlay;
mod settings;
mod shortcuts;
mod state;

use crate::sdk::player::Player as Engine;
use controls::Controls;
use leptos::{html, leptos_dom::helpers::TimeoutHandle, prelude::*};
use live_protocol::{StreamId, live::StreamState};
use overlay::Overlay;
use state::Playing;
use std::time::Duration;

/// The controls leave after that long without a movement.
const IDLE_AFTER: Duration = Duration::from_millis(2_800);

/// Plays a stream. Controls are ours; the browser's own never show.
#[component]
pub(crate) fn Player(
    /// The stream: a private one needs fresh tokens now and then.
    stream: StreamId,
    /// Of an invitation to a private stream.
    #[prop(default = None)]
    playback_token: Option<String>,
    /// The multivariant playlist. A new one starts the player anew.
    #[prop(into)]
    hls: Signal<String>,
    /// Where the stream stands.
    #[prop(into)]
    state: Signal<StreamState>,
    /// The picture until there is video.
    #[prop(into)]
    poster: Signal<Option<String>>,
    /// Wide, with the chat beside it; absent where there is no such mode.
    #[prop(optional)]
    theatre: Option<RwSignal<bool>>,
    /// Starts without sound: one's own stream beside the encoder.
    #[prop(optional)]
    muted: bool,
    /// What lies between video and controls.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let frame = NodeRef::<html::Div>::new();
    let video = NodeRef::<html::Video>::new();
    let playing = Playing::new(video, frame, theatre);
    start(playing, (stream, playback_token), hls, state, muted);
    let idle = RwSignal::new(false);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let wake = move || {
        timer.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
            *timer = leptos::leptos_dom::helpers::set_timeout_with_handle(
                move || {
                    idle.try_set(true);
                },
                IDLE_AFTER,
            )
            .ok();
        });
        if idle.get_untracked() {
            idle.set(false);
        }
    };
    on_cleanup(move || {
        timer.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
    });
    let hidden = move || idle.get() && !playing.is_paused() && !playing.menu_open.get();
    view! {
        <div
            class="player"
            node_ref=frame
            role="region"
            aria-label="Player"
            tabindex="-1"
            data-idle=move || hidden().then_some("")
            on:pointermove=move |_| wake()
            on:pointerdown=move |_| wake()
            on:focusin=move |_| wake()
            on:pointerleave=move |event| {
                if event.pointer_type() == "mouse" {
                    idle.set(true);
                }
            }
            on:keydown=move |event| {
                wake();
                shortcuts::handle(playing, &event);
            }
        >
            <video
                node_ref=video
                playsinline=true
                poster=move || poster.get()
                aria-label="Live video"
                tabindex="-1"
                on:click=move |_| playing.toggle()
                on:dblclick=move |_| playing.toggle_fullscreen()
                on:volumechange=move |_| playing.read_volume()
            ></video>
            {children.map(|children| children())}
            <Overlay playing=playing state=state />
            <Controls playing=playing state=state />
        </div>
    }
}

/// Starts the engine when there is media, and again for another playlist.
fn start(
    playing: Playing,
    (stream, playback_token): (StreamId, Option<String>),
    hls: Signal<String>,
    state: Signal<StreamState>,
    muted: bool,
) {
    // What is buffered when the stream ends is still played: the engine stays.
    let watchable = Memo::new(move |before: Option<&bool>| match state.get() {
        StreamState::Live | StreamState::Interrupted => true,
        StreamState::Ended => before.copied().unwrap_or(false),
        StreamState::Idle => false,
    });
    let engine = playing.engine;
    Effect::new(move |_| {
        let Some(video) = playing.video.get() else {
            return;
        };
        let source = hls.get();
        let attempt = playing.attempt.get();
        engine.update_value(|engine| drop(engine.take()));
        playing.reset();
        if !watchable.get() {
            return;
        }
        if muted && attempt == 0 {
            video.set_muted(true);
        }
        let token = playback_token.clone();
        let started = Engine::start(&video, &source, Some(stream), token, move |event| {
            if !playing.failure.is_disposed() {
                playing.on_event(event);
            }
        });
        engine.set_value(Some(started));
    });
    Effect::new(move |_| {
        let state = state.get();
        engine.with_value(|engine| {
            if let Some(engine) = engine {
                engine.tell(state);
            }
        });
    });
    on_cleanup(move || engine.update_value(|engine| drop(engine.take())));
}
