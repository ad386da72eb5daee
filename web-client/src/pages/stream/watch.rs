//! Watch a stream.

use super::details::{About, Details};
use crate::{
    parts::stream_card::StreamCard,
    player::Player,
    room::{
        chat::Chat,
        reactions::{Air, FloatingReactions, ReactionBar},
        state::Room,
    },
    sdk,
    state::{failure::Failure, title::page_title},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_params_map, use_query_map};
use live_protocol::{
    StreamId,
    live::{Stream, StreamState},
};
use live_ui::{
    button::{Button, LinkButton},
    glyph,
    skeleton::Skeleton,
    state::StateCard,
};

/// The page of a stream; another id makes it anew.
#[component]
pub(crate) fn Watch() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|p| p.get("id")).and_then(|id| id.parse().ok()));
    move || match id.get() {
        Some(id) => view! { <Loaded id=id /> }.into_any(),
        None => view! { <crate::pages::missing::Missing /> }.into_any(),
    }
}

#[component]
fn Loaded(id: StreamId) -> impl IntoView {
    let stream = RwSignal::new(None::<Stream>);
    let failure = RwSignal::new(None::<Failure>);
    let token = StoredValue::new(use_query_map().with_untracked(|q| q.get("token")));
    let load = move || {
        failure.set(None);
        spawn_local(async move {
            match sdk::live::get(id, token.get_value().as_deref()).await {
                Ok(found) => {
                    stream.try_set(Some(found));
                }
                Err(why) => {
                    failure.try_set(Some(why));
                }
            }
        });
    };
    load();
    let there = Memo::new(move |_| stream.with(Option::is_some));
    move || {
        if there.get() {
            return view! { <WithRoom id=id stream=stream token=token /> }.into_any();
        }
        match failure.get() {
            Some(why) => refused(&why, load),
            None => waiting(),
        }
    }
}

fn waiting() -> AnyView {
    page_title(|| "Watch".into());
    view! {
        <div class="watch" aria-busy="true">
            <div class="watch-main">
                <div class="player">
                    <div class="overlay">
                        <span class="overlay-wait">
                            <span class="spinner"></span>
                        </span>
                    </div>
                </div>
                <div class="watch-about">
                    <Skeleton width="60%" height="28px" />
                    <Skeleton width="30%" />
                </div>
            </div>
            <div class="watch-side"></div>
        </div>
    }
    .into_any()
}

fn refused(why: &Failure, again: impl Fn() + Send + Sync + 'static) -> AnyView {
    let (drawing, tone, title, text) = match why.code.as_str() {
        "playback_token_invalid" | "forbidden" => (
            glyph::LOCK,
            "",
            "This stream is private",
            "Only the streamer and those who were invited can watch it.".to_owned(),
        ),
        "not_found" => (
            glyph::TALLY,
            "",
            "There is no such stream",
            "The link may be wrong, or the stream is private.".to_owned(),
        ),
        "blocked" => (
            glyph::BLOCK,
            "",
            "You can't watch this stream",
            "You and the streamer have blocked each other.".to_owned(),
        ),
        _ => (
            glyph::ALERT,
            "bad",
            "The stream could not be loaded",
            why.text(),
        ),
    };
    page_title(move || title.into());
    let is_error = tone == "bad";
    view! {
        <div class="page">
            <h1 class="sr">{title}</h1>
            <StateCard glyph=drawing tone=tone title=title text=text>
                {is_error
                    .then(|| {
                        view! {
                            <Button
                                kind="primary"
                                glyph=glyph::REFRESH
                                on_click=move |()| again()
                            >
                                "Try again"
                            </Button>
                        }
                    })}
                <LinkButton href="/">"See what's live"</LinkButton>
            </StateCard>
        </div>
    }
    .into_any()
}

/// The stream with its room.
#[component]
fn WithRoom(
    id: StreamId,
    stream: RwSignal<Option<Stream>>,
    token: StoredValue<Option<String>>,
) -> impl IntoView {
    // The parent shows this component only with a stream.
    let Some(first) = stream.get_untracked() else {
        return ().into_any();
    };
    let streamer = first.streamer.clone();
    let room = Room::join(id, first.state, first.viewers, token.get_value());
    room.end_reason.set(first.end_reason);
    let now = Memo::new(move |before: Option<&Stream>| {
        let now = stream.get().or_else(|| before.cloned());
        now.unwrap_or_else(|| first.clone())
    });
    page_title(move || now.with(|s| format!("{} – {}", s.title, s.streamer.display_name)));
    reload_on_change(room, id, stream);
    let air = Air::over(room);
    let theatre = RwSignal::new(false);
    let hls = Memo::new(move |_| now.with(|s| s.playback.hls.clone()));
    let poster = Memo::new(move |_| now.with(|s| s.thumbnail_url.clone()));
    let over = Memo::new(move |_| room.state.get() == StreamState::Ended);
    view! {
        <div class="watch" data-theatre=move || theatre.get().then_some("")>
            <div class="watch-main">
                <Player
                    stream=id
                    playback_token=token.get_value()
                    hls=hls
                    state=room.state
                    poster=poster
                    theatre=theatre
                >
                    <FloatingReactions air=air />
                </Player>
                <div class="watch-bar">
                    <ReactionBar room=room air=air />
                </div>
                <Details stream=now.into() room=room />
                <About stream=now.into() />
                <Show when=move || over.get()>
                    <OthersLive except=id />
                </Show>
            </div>
            <aside class="watch-side">
                <Chat room=room streamer=streamer.id />
            </aside>
        </div>
    }
    .into_any()
}

/// Reads the stream again when its details changed or it went live: only then has it a start, a
/// picture, another title.
fn reload_on_change(room: Room, id: StreamId, stream: RwSignal<Option<Stream>>) {
    let changes = Memo::new(move |_| (room.updates.get(), room.state.get()));
    Effect::new(move |before: Option<()>| {
        changes.track();
        if before.is_some() {
            spawn_local(async move {
                // What is shown stays where it fails.
                if let Ok(fresh) = sdk::live::get(id, room.token.get_value().as_deref()).await {
                    stream.try_set(Some(fresh));
                }
            });
        }
    });
}

/// Where to go when it is over.
#[component]
fn OthersLive(except: StreamId) -> impl IntoView {
    let others = RwSignal::new(Vec::<Stream>::new());
    spawn_local(async move {
        // An empty list says nothing, and so does a failure here.
        if let Ok(page) = sdk::live::list(None, None).await {
            let list = page
                .items
                .into_iter()
                .filter(|s| s.id != except)
                .take(3)
                .collect();
            others.try_set(list);
        }
    });
    view! {
        <Show when=move || !others.with(Vec::is_empty)>
            <section class="watch-others">
                <h2 class="section-title">"Live now"</h2>
                <div class="grid">
                    <For each=move || others.get() key=|s| s.id let:stream>
                        <StreamCard stream=stream />
                    </For>
                </div>
            </section>
        </Show>
    }
}
