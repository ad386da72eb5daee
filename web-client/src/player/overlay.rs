//! What lies over the video: it waits, it is interrupted, it is over, it needs a click.

use super::state::Playing;
use crate::sdk::player::Phase;
use leptos::prelude::*;
use live_protocol::live::StreamState;
use live_ui::glyph;

/// The most important of what is to say.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Say {
    Nothing,
    Idle,
    Ended,
    Interrupted,
    Failed(String),
    NeedsClick,
    Waiting,
    Recovering,
    Silenced,
}

/// The overlay.
#[component]
pub(super) fn Overlay(
    /// The player.
    playing: Playing,
    /// Where the stream stands.
    state: Signal<StreamState>,
) -> impl IntoView {
    let say = Memo::new(move |_| {
        let phase = playing.phase.get();
        match state.get() {
            StreamState::Idle => Say::Idle,
            // What is buffered plays on: say it only when the picture stands.
            StreamState::Ended if phase == Phase::Playing => Say::Nothing,
            StreamState::Ended => Say::Ended,
            StreamState::Interrupted if phase != Phase::Playing => Say::Interrupted,
            StreamState::Live | StreamState::Interrupted => watching(playing, phase),
        }
    });
    view! {
        <div class="overlay" role="status">
            {move || match say.get() {
                Say::Nothing => ().into_any(),
                Say::Idle => {
                    card(glyph::CLOCK, "Not live yet", "This page starts to play by itself as soon as it is.")
                }
                Say::Ended => card(glyph::TALLY, "This stream has ended", "Thanks for watching."),
                Say::Interrupted => {
                    view! {
                        <div class="overlay-card">
                            <span class="spinner"></span>
                            <strong>"The streamer lost the connection"</strong>
                            <span>"It goes on by itself when they are back."</span>
                        </div>
                    }
                        .into_any()
                }
                Say::Failed(text) => {
                    view! {
                        <div class="overlay-card">
                            {glyph::icon(glyph::ALERT)}
                            <strong>"The video could not be played"</strong>
                            <span>{text}</span>
                            <button class="button" type="button" on:click=move |_| playing.retry()>
                                {glyph::icon(glyph::REFRESH)}
                                "Try again"
                            </button>
                        </div>
                    }
                        .into_any()
                }
                Say::NeedsClick => {
                    view! {
                        <button
                            class="overlay-play"
                            type="button"
                            aria-label="Play"
                            on:click=move |_| playing.play()
                        >
                            {glyph::icon(glyph::PLAY)}
                        </button>
                    }
                        .into_any()
                }
                Say::Waiting => {
                    view! {
                        <span class="overlay-wait">
                            <span class="spinner"></span>
                            <span class="sr">"Loading the video"</span>
                        </span>
                    }
                        .into_any()
                }
                Say::Recovering => {
                    view! {
                        <div class="overlay-card">
                            <span class="spinner"></span>
                            <strong>"Reconnecting …"</strong>
                            <span>"The line broke. The video comes back by itself."</span>
                        </div>
                    }
                        .into_any()
                }
                Say::Silenced => {
                    view! {
                        <button
                            class="overlay-unmute"
                            type="button"
                            on:click=move |_| playing.toggle_mute()
                        >
                            {glyph::icon(glyph::MUTED)}
                            "Tap for sound"
                        </button>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

fn watching(playing: Playing, phase: Phase) -> Say {
    if phase == Phase::Failed {
        let failure = playing.failure.get();
        return Say::Failed(failure.map(|f| f.text()).unwrap_or_default());
    }
    if playing.needs_click.get() {
        return Say::NeedsClick;
    }
    match phase {
        Phase::Loading | Phase::Buffering => Say::Waiting,
        Phase::Recovering => Say::Recovering,
        _ if playing.silenced.get() => Say::Silenced,
        _ => Say::Nothing,
    }
}

fn card(drawing: &'static str, title: &'static str, text: &'static str) -> AnyView {
    view! {
        <div class="overlay-card">
            {glyph::icon(drawing)} <strong>{title}</strong> <span>{text}</span>
        </div>
    }
    .into_any()
}
