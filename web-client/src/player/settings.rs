//! The menu of the player: quality, and figures for the curious.

use super::state::Playing;
use crate::sdk::player::Quality;
use leptos::prelude::*;
use live_ui::{format, glyph, menu::Menu};

/// The menu.
#[component]
pub(super) fn Settings(
    /// The player.
    playing: Playing,
) -> impl IntoView {
    let now_showing = move || {
        let stats = playing.stats.get();
        let size = (stats.height > 0).then(|| format!("{}p", stats.height));
        let current = playing.current.get();
        let rate = playing.qualities.with(|all| {
            let playing = all.iter().find(|quality| quality.index == current)?;
            (playing.bitrate_bps > 0.0).then(|| format::bitrate(playing.bitrate_bps))
        });
        [size, rate]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let figures = move || {
        let stats = playing.stats.get();
        [
            ("Latency", stats.latency_s.map(|s| format!("{s:.1} s"))),
            ("Buffer", Some(format!("{:.1} s", stats.buffered_s))),
            ("Your line", stats.bandwidth_bps.map(format::bitrate)),
            (
                "Dropped",
                Some(format!("{:.0} frames", stats.frames_dropped)),
            ),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .map(|(name, value)| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd class="num">{value}</dd>
                </div>
            }
        })
        .collect_view()
    };
    view! {
        <Menu
            label="Quality"
            class="control"
            up=true
            open=playing.menu_open
            button=ViewFn::from(|| glyph::icon(glyph::SLIDERS))
        >
            <div class="player-menu">
                <p class="player-menu-title">
                    "Quality" <span class="num faint">{now_showing}</span>
                </p>
                {option(playing, None, "Automatic".to_owned())}
                {move || {
                    playing
                        .qualities
                        .get()
                        .into_iter()
                        .map(|quality| option(playing, Some(quality.index), name(&quality)))
                        .collect_view()
                }}
                <dl class="player-figures">{figures}</dl>
            </div>
        </Menu>
    }
}

/// "1080p60", or the rate where the playlist does not tell the size.
fn name(quality: &Quality) -> String {
    if quality.height == 0 {
        return format::bitrate(quality.bitrate_bps);
    }
    if quality.fps > 31.0 {
        format!("{}p{:.0}", quality.height, quality.fps)
    } else {
        format!("{}p", quality.height)
    }
}

fn option(playing: Playing, quality: Option<i32>, name: String) -> AnyView {
    let chosen = move || playing.chosen.get() == quality;
    view! {
        <button
            class="menu-item"
            type="button"
            aria-pressed=move || chosen().to_string()
            on:click=move |_| playing.choose(quality)
        >
            <span class="player-menu-check">
                {move || chosen().then(|| glyph::icon(glyph::CHECK))}
            </span>
            {name}
        </button>
    }
    .into_any()
}
