//! A stream in a list.

use leptos::prelude::*;
use leptos_router::components::A;
use live_protocol::live::{Stream, StreamState};
use live_ui::{
    avatar::{Avatar, Face, hue},
    badge::{LiveBadge, ViewerCount, VisibilityBadge},
    format, glyph,
    skeleton::Skeleton,
};

/// The picture of a stream; where there is none yet, a ground in the streamer's colour.
#[component]
pub(crate) fn Thumbnail(
    /// The stream.
    stream: Signal<Stream>,
    /// Among the first on the page: loaded at once.
    #[prop(optional)]
    eager: bool,
) -> impl IntoView {
    let broken = RwSignal::new(false);
    let picture = Memo::new(move |_| stream.with(|s| s.thumbnail_url.clone()));
    let colour = stream.with_untracked(|s| hue(&s.streamer.username));
    view! {
        <div class="thumb" style:--hue=colour.to_string()>
            // Kept while its source changes: the old picture stays until the new one is there.
            {move || {
                (picture.with(Option::is_some) && !broken.get())
                    .then(|| {
                        view! {
                            <img
                                src=move || picture.get()
                                alt=""
                                loading=if eager { "eager" } else { "lazy" }
                                decoding="async"
                                on:error=move |_| broken.set(true)
                            />
                        }
                    })
            }}
            <span class="thumb-mark">{glyph::icon(glyph::TALLY)}</span>
        </div>
    }
}

/// What lies on the picture: LIVE and the viewers, or how long it was.
#[component]
pub(crate) fn ThumbnailBadges(
    /// The stream.
    stream: Signal<Stream>,
) -> impl IntoView {
    let state = Memo::new(move |_| stream.with(|s| s.state));
    let viewers = Signal::derive(move || stream.with(|s| s.viewers));
    let over = move || match state.get() {
        StreamState::Live | StreamState::Interrupted => view! {
            <LiveBadge />
            <span class="badge" data-tone="video">
                <ViewerCount count=viewers />
            </span>
        }
        .into_any(),
        StreamState::Ended => stream
            .with(length_s)
            .map(|seconds| {
                view! {
                    <span class="badge num" data-tone="video">
                        {format::clock(seconds)}
                    </span>
                }
            })
            .into_any(),
        StreamState::Idle => ().into_any(),
    };
    view! { <div class="thumb-badges">{over}</div> }
}

/// Seconds from the first media to the end.
pub(crate) fn length_s(stream: &Stream) -> Option<i64> {
    let (from, to) = (stream.started_at?, stream.ended_at?);
    Some((to.as_ms() - from.as_ms()) / 1000)
}

/// A stream as a card. The whole card leads to it.
#[component]
pub(crate) fn StreamCard(
    /// The stream. Another one needs another card: its id and its streamer stay.
    #[prop(into)]
    stream: Signal<Stream>,
    /// The name of its category.
    #[prop(optional, into)]
    category: Signal<Option<String>>,
    /// Among the first on the page.
    #[prop(optional)]
    eager: bool,
    /// Without the streamer, on their own page.
    #[prop(optional)]
    plain: bool,
) -> impl IntoView {
    let (id, streamer) = stream.with_untracked(|s| (s.id, s.streamer.clone()));
    let title = Memo::new(move |_| stream.with(|s| s.title.clone()));
    let visibility = stream.with_untracked(|s| s.visibility);
    let ended = move || {
        stream.with(|s| {
            let over = s.state == StreamState::Ended;
            over.then_some(s.ended_at).flatten().map(format::ago)
        })
    };
    view! {
        <article class="stream-card">
            <div class="stream-picture">
                <Thumbnail stream=stream eager=eager />
                <ThumbnailBadges stream=stream />
            </div>
            <div class="stream-words">
                {(!plain).then(|| view! { <Avatar face=Face::from(&streamer) /> })}
                <div class="grow">
                    <h3>
                        <A href=format!("/watch/{id}") attr:class="stream-link">
                            {move || title.get()}
                        </A>
                    </h3>
                    <p class="stream-meta">
                        {(!plain)
                            .then(|| {
                                view! {
                                    <A
                                        href=format!("/@{}", streamer.username)
                                        attr:class="stream-streamer"
                                    >
                                        {streamer.display_name.clone()}
                                    </A>
                                }
                            })}
                        {move || category.get().map(|name| view! { <span>{name}</span> })}
                        {move || ended().map(|when| view! { <span>{when}</span> })}
                        <VisibilityBadge visibility=visibility />
                    </p>
                </div>
            </div>
        </article>
    }
}

/// The shape of a card that is coming.
#[component]
pub(crate) fn StreamCardSkeleton() -> impl IntoView {
    view! {
        <div class="stream-card" aria-hidden="true">
            <div class="stream-picture">
                <Skeleton height="100%" radius="0" />
            </div>
            <div class="stream-words">
                <Skeleton width="36px" height="36px" radius="50%" />
                <div class="grow">
                    <Skeleton width="80%" />
                    <Skeleton width="45%" />
                </div>
            </div>
        </div>
    }
}
