//! The row of controls.

use super::{browser, settings::Settings, state::Playing};
use leptos::prelude::*;
use live_protocol::live::StreamState;
use live_ui::glyph;

/// The row at the lower edge.
#[component]
pub(super) fn Controls(
    /// The player.
    playing: Playing,
    /// Where the stream stands.
    state: Signal<StreamState>,
) -> impl IntoView {
    let watchable = move || matches!(state.get(), StreamState::Live | StreamState::Interrupted);
    view! {
        <div class="controls" hidden=move || !watchable()>
            {control(
                Signal::derive(move || if playing.is_paused() { glyph::PLAY } else { glyph::PAUSE }),
                Signal::derive(move || if playing.is_paused() { "Play (k)" } else { "Pause (k)" }),
                move || playing.toggle(),
            )}
            <Volume playing=playing />
            <LiveButton playing=playing />
            <span class="controls-space"></span>
            <Settings playing=playing />
            {browser::has_picture()
                .then(|| {
                    control(
                        glyph::PICTURE.into(),
                        "Picture in picture (i)".into(),
                        move || playing.toggle_picture(),
                    )
                })}
            {playing
                .theatre
                .map(|theatre| {
                    view! {
                        <span class="controls-wide">
                            {control(
                                glyph::THEATRE.into(),
                                Signal::derive(move || {
                                    if theatre.get() { "Leave wide view (t)" } else { "Wide view (t)" }
                                }),
                                move || playing.toggle_theatre(),
                            )}
                        </span>
                    }
                })}
            {control(
                Signal::derive(move || {
                    if playing.fullscreen.get() { glyph::SHRINK } else { glyph::EXPAND }
                }),
                Signal::derive(move || {
                    if playing.fullscreen.get() { "Leave full screen (f)" } else { "Full screen (f)" }
                }),
                move || playing.toggle_fullscreen(),
            )}
        </div>
    }
}

fn control(
    drawing: Signal<&'static str>,
    label: Signal<&'static str>,
    act: impl Fn() + 'static,
) -> AnyView {
    view! {
        <button
            class="control"
            type="button"
            aria-label=move || label.get()
            title=move || label.get()
            on:click=move |_| act()
        >
            {move || glyph::icon(drawing.get())}
        </button>
    }
    .into_any()
}

#[component]
fn Volume(playing: Playing) -> impl IntoView {
    let silent = move || playing.muted.get() || playing.volume.get() == 0.0;
    let shown = move || if silent() { 0.0 } else { playing.volume.get() };
    view! {
        <div class="volume">
            {control(
                Signal::derive(move || {
                    if silent() {
                        glyph::MUTED
                    } else if playing.volume.get() < 0.5 {
                        glyph::SOUND_LOW
                    } else {
                        glyph::SOUND
                    }
                }),
                Signal::derive(move || if silent() { "Sound on (m)" } else { "Sound off (m)" }),
                move || playing.toggle_mute(),
            )}
            <input
                type="range"
                min="0"
                max="1"
                step="0.05"
                aria-label="Volume"
                style:--level=move || format!("{:.0}%", shown() * 100.0)
                prop:value=move || shown().to_string()
                on:input=move |event| {
                    if let Ok(volume) = event_target_value(&event).parse() {
                        playing.set_volume(volume);
                    }
                }
            />
        </div>
    }
}

/// LIVE while at the edge, else the way there; beside it how far behind the picture is.
#[component]
fn LiveButton(playing: Playing) -> impl IntoView {
    let at_edge = Memo::new(move |_| playing.at_edge());
    let latency = move || playing.stats.with(|s| s.latency_s);
    view! {
        <button
            class="control control-live"
            type="button"
            data-edge=move || at_edge.get().then_some("")
            aria-label=move || if at_edge.get() { "Live" } else { "Go to live (l)" }
            title="Go to live (l)"
            on:click=move |_| {
                playing.go_live();
            }
        >
            <span class="tally"></span>
            {move || if at_edge.get() { "LIVE" } else { "Go to live" }}
        </button>
        <span class="controls-latency num" title="Time from the encoder to this screen">
            {move || latency().map(|s| format!("{s:.1} s"))}
            <span class="sr">{move || latency().map(|_| "behind live")}</span>
        </span>
    }
}
