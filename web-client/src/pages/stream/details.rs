//! What stands under the video: title, streamer, what to do, more about it.

use crate::{
    parts::{follow_button::FollowButton, share_button::ShareButton, text::rich_text},
    room::state::Room,
    sdk,
    state::session::use_session,
};
use leptos::{leptos_dom::helpers::set_interval_with_handle, prelude::*, task::spawn_local};
use leptos_router::components::A;
use live_protocol::{
    live::{EndReason, Stream, StreamState},
    user::Profile,
};
use live_ui::{
    avatar::{Avatar, Face},
    badge::{StateBadge, ViewerCount, VisibilityBadge},
    button::LinkButton,
    format, glyph,
};
use std::time::Duration;

/// The details of a stream.
#[component]
pub(super) fn Details(
    /// The stream, as it changes.
    stream: Signal<Stream>,
    /// Its room.
    room: Room,
) -> impl IntoView {
    let session = use_session();
    let (id, streamer) = stream.with_untracked(|s| (s.id, s.streamer.clone()));
    let profile = RwSignal::new(None::<Profile>);
    let username = streamer.username.clone();
    spawn_local(async move {
        // Without it the page lacks the follow button and the number of followers only.
        if let Ok(found) = sdk::users::profile(&username).await {
            profile.try_set(Some(found));
        }
    });
    let title = Memo::new(move |_| stream.with(|s| s.title.clone()));
    let streamer_id = streamer.id;
    view! {
        <div class="watch-about">
            <div class="watch-title">
                <h1>{move || title.get()}</h1>
                <p class="watch-facts">
                    <StateBadge state=room.state />
                    {move || stream.with(|s| view! { <VisibilityBadge visibility=s.visibility /> })}
                    <Show when=move || room.state.get() != StreamState::Ended>
                        <ViewerCount count=room.viewers />
                    </Show>
                    <Since stream=stream room=room />
                </p>
            </div>
            <div class="watch-who">
                <div class="person">
                    <Avatar face=Face::from(&streamer) size="lg" />
                    <div>
                        <A
                            href=format!("/@{}", streamer.username)
                            attr:class="stream-streamer person-name truncate"
                        >
                            {streamer.display_name.clone()}
                        </A>
                        <div class="faint small num">
                            {move || {
                                profile
                                    .with(|p| {
                                        p.as_ref()
                                            .map(|p| {
                                                format::counted(p.followers, "follower", "followers")
                                            })
                                    })
                            }}
                        </div>
                    </div>
                </div>
                <div class="watch-actions">
                    <FollowButton profile=profile />
                    <Show when=move || session.is_me(streamer_id)>
                        <LinkButton href="/studio" glyph=glyph::SLIDERS>
                            "Studio"
                        </LinkButton>
                    </Show>
                    <ShareButton title=title path=format!("/watch/{id}") />
                </div>
            </div>
        </div>
    }
}

/// For how long it has been live, or how it ended.
#[component]
fn Since(stream: Signal<Stream>, room: Room) -> impl IntoView {
    let now = RwSignal::new(format::now());
    let every_second = Duration::from_secs(1);
    if let Ok(ticker) = set_interval_with_handle(
        move || {
            now.try_set(format::now());
        },
        every_second,
    ) {
        on_cleanup(move || ticker.clear());
    }
    let words = move || {
        let (started, ended) = stream.with(|s| (s.started_at, s.ended_at));
        match room.state.get() {
            StreamState::Live | StreamState::Interrupted => {
                started.map(|at| format::clock(now.get().since(at).as_secs().cast_signed()))
            }
            StreamState::Ended => Some(match room.end_reason.get() {
                Some(EndReason::Moderator) => "Ended by a moderator".to_owned(),
                _ => ended.map_or_else(
                    || "Ended".to_owned(),
                    |at| format!("Ended {}", format::ago(at)),
                ),
            }),
            StreamState::Idle => None,
        }
    };
    view! { <span class="num">{words}</span> }
}

/// Description, category and tags.
#[component]
pub(super) fn About(
    /// The stream, as it changes.
    stream: Signal<Stream>,
) -> impl IntoView {
    let parts = Memo::new(move |_| {
        stream.with(|s| (s.description.clone(), s.category.clone(), s.tags.clone()))
    });
    move || {
        let (description, category, tags) = parts.get();
        let anything = !description.is_empty() || category.is_some() || !tags.is_empty();
        anything.then(|| {
            view! {
                <div class="watch-text">
                <div class="card card-pad">
                    {(!description.is_empty())
                        .then(|| view! { <p class="lines">{rich_text(&description)}</p> })}
                    {(category.is_some() || !tags.is_empty())
                        .then(|| {
                            view! {
                                <p class="chips">
                                    {category
                                        .map(|slug| {
                                            view! {
                                                <A
                                                    href=format!("/?category={slug}")
                                                    attr:class="chip"
                                                    attr:data-size="small"
                                                >
                                                    {slug.clone()}
                                                </A>
                                            }
                                        })}
                                    {tags
                                        .into_iter()
                                        .map(|tag| {
                                            view! { <span class="tag">{format!("#{tag}")}</span> }
                                        })
                                        .collect_view()}
                                </p>
                            }
                        })}
                </div></div>
            }
        })
    }
}
