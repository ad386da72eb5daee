//! The stream at the top: the one most people watch, playing without sound.

use crate::{
    parts::stream_card::{Thumbnail, ThumbnailBadges},
    sdk::player::Player,
};
use leptos::{html, prelude::*};
use leptos_router::components::A;
use live_protocol::live::{Stream, StreamState};
use live_ui::{
    avatar::{Avatar, Face},
    format, glyph,
};

/// The featured stream.
#[component]
pub(crate) fn Featured(
    /// The stream.
    stream: Signal<Stream>,
    /// The name of its category.
    category: Signal<Option<String>>,
) -> impl IntoView {
    let live = stream;
    let stream = live.get_untracked();
    let video = NodeRef::<html::Video>::new();
    let playing = RwSignal::new(false);
    if stream.state == StreamState::Live && wants_motion() {
        let hls = stream.playback.hls.clone();
        let preview = StoredValue::new_local(None::<Player>);
        Effect::new(move |_| {
            if let Some(video) = video.get() {
                // The attribute alone does not mute an element that a script made.
                video.set_muted(true);
                preview.set_value(Some(Player::start(&video, &hls, None, None, |_| {})));
            }
        });
    }
    let href = format!("/watch/{}", stream.id);
    let description = stream.description.clone();
    view! {
        <section class="featured" aria-labelledby="featured-title">
            <div class="featured-picture">
                <Thumbnail stream=live eager=true />
                <video
                    node_ref=video
                    muted=true
                    playsinline=true
                    aria-hidden="true"
                    tabindex="-1"
                    data-on=move || playing.get().then_some("")
                    on:playing=move |_| playing.set(true)
                    on:emptied=move |_| playing.set(false)
                ></video>
                <ThumbnailBadges stream=live />
            </div>
            <div class="featured-words">
                <p class="featured-kicker">
                    <span>{move || category.get().unwrap_or_else(|| "Live now".to_owned())}</span>
                    {stream
                        .started_at
                        .map(|at| view! { <span>{format!("started {}", format::ago(at))}</span> })}
                </p>
                <h2 id="featured-title">
                    <A href=href attr:class="stream-link">
                        {move || live.with(|s| s.title.clone())}
                    </A>
                </h2>
                {(!description.is_empty())
                    .then(|| view! { <p class="featured-about">{description}</p> })}
                <div class="person">
                    <Avatar face=Face::from(&stream.streamer) size="lg" />
                    <div>
                        <A
                            href=format!("/@{}", stream.streamer.username)
                            attr:class="stream-streamer person-name"
                        >
                            {stream.streamer.display_name.clone()}
                        </A>
                        <div class="faint small">{format!("@{}", stream.streamer.username)}</div>
                    </div>
                </div>
                <span class="button featured-watch" data-kind="primary" aria-hidden="true">
                    {glyph::icon(glyph::PLAY)}
                    "Watch"
                </span>
            </div>
        </section>
    }
}

/// Not for those who asked for less motion or less data.
fn wants_motion() -> bool {
    let matches = |query: &str| {
        window()
            .match_media(query)
            .ok()
            .flatten()
            .is_some_and(|query| query.matches())
    };
    !matches("(prefers-reduced-motion: reduce)") && !matches("(prefers-reduced-data: reduce)")
}
