//! The streamer's view of a stream that is not over.

use super::{
    connect::Connect,
    edit::Edit,
    health::{Measures, Plots, SignalState},
};
use crate::{
    parts::{
        share_button::ShareButton,
        submit::{Submit, SubmitError},
    },
    player::Player,
    room::{
        chat::Chat,
        drawing::{drawing, name},
        reactions::{Air, FloatingReactions},
        state::Room,
    },
    sdk,
};
use leptos::{prelude::*, task::spawn_local};
use live_protocol::{
    StreamId,
    live::{ReactionCount, Stream, StreamState, Visibility},
};
use live_ui::{
    badge::{StateBadge, VisibilityBadge},
    button::{Button, LinkButton},
    copy::copy_text,
    dialog::{Confirm, Dialog},
    format, glyph,
    toast::Toasts,
};

/// The console.
#[component]
pub(super) fn Console(
    /// The stream.
    stream: Stream,
    /// It is over.
    #[prop(into)]
    on_ended: Callback<Stream>,
) -> impl IntoView {
    let id = stream.id;
    let streamer = stream.streamer.id;
    let room = Room::join(id, stream.state, stream.viewers, None);
    let stream = RwSignal::new(stream);
    let measures = Measures::follow(id, room);
    let toasts = expect_context::<Toasts>();
    let state = Memo::new(move |_| room.state.get());
    Effect::new(move |before: Option<StreamState>| {
        let now = state.get();
        let was = before.unwrap_or(now);
        match (was, now) {
            (StreamState::Idle, StreamState::Live) => toasts.good("You are live"),
            (StreamState::Interrupted, StreamState::Live) => toasts.good("The encoder is back"),
            _ => {}
        }
        if was != now {
            reload(stream, on_ended);
        }
        now
    });
    let on_air = move || state.get() != StreamState::Idle;
    view! {
        <div class="console">
            <Head stream=stream room=room on_ended=on_ended />
            <div class="console-main">
                <Show
                    when=on_air
                    fallback=move || {
                        view! {
                            <section class="card card-pad">
                                <Waiting />
                                <Connect stream=stream />
                            </section>
                        }
                    }
                >
                    <div class="console-top">
                        <Preview stream=stream room=room />
                        <Figures measures=measures room=room />
                    </div>
                    <section class="card card-pad" aria-label="Health">
                        <div class="card-head">
                            <h2>"Health"</h2>
                        </div>
                        <SignalState measures=measures />
                        <Plots measures=measures />
                    </section>
                    <details class="card card-pad fold">
                        <summary>
                            <h2>"Encoder connection"</h2>
                            {glyph::icon(glyph::DOWN)}
                        </summary>
                        <Connect stream=stream />
                    </details>
                </Show>
            </div>
            <aside class="console-side">
                <Chat room=room streamer=streamer />
            </aside>
        </div>
    }
}

/// Reads the stream again.
fn reload(stream: RwSignal<Stream>, on_ended: Callback<Stream>) {
    let id = stream.with_untracked(|s| s.id);
    spawn_local(async move {
        let Ok(fresh) = sdk::live::get(id, None).await else {
            return;
        };
        if stream.is_disposed() {
            return;
        }
        if fresh.state == StreamState::Ended {
            on_ended.run(fresh);
            return;
        }
        put(stream, fresh);
    });
}

/// Puts a newer state of the stream in; the key, which the server shows once, is kept.
pub(super) fn put(stream: RwSignal<Stream>, mut fresh: Stream) {
    let before = stream.with_untracked(|s| s.ingest.clone());
    match (&mut fresh.ingest, before) {
        (Some(ingest), Some(before)) if ingest.stream_key_hint == before.stream_key_hint => {
            ingest.stream_key = ingest.stream_key.take().or(before.stream_key);
        }
        (Some(_), _) => {}
        (None, before) => fresh.ingest = before,
    }
    stream.set(fresh);
}

/// Title, state, and what can be done with the whole.
#[component]
fn Head(stream: RwSignal<Stream>, room: Room, on_ended: Callback<Stream>) -> impl IntoView {
    let id = stream.with_untracked(|s| s.id);
    let editing = RwSignal::new(false);
    let ending = RwSignal::new(false);
    let submit = Submit::new();
    let toasts = expect_context::<Toasts>();
    let title = Memo::new(move |_| stream.with(|s| s.title.clone()));
    let end = move |()| {
        submit.run(
            async move {
                let ended = sdk::live::end(id).await;
                if let Err(failure) = &ended {
                    toasts.bad(failure.text());
                }
                ended
            },
            move |over| {
                ending.set(false);
                on_ended.run(over);
            },
        );
    };
    let verb = move || match room.state.get() {
        StreamState::Idle => "It has not been live yet. Its page and its chat close.",
        _ => "Everyone who watches sees that it is over. You can't go on with it afterwards.",
    };
    view! {
        <header class="console-head">
            <div class="grow">
                <h1 class="truncate">{move || title.get()}</h1>
                <p class="watch-facts">
                    <StateBadge state=room.state />
                    {move || stream.with(|s| view! { <VisibilityBadge visibility=s.visibility /> })}
                </p>
            </div>
            <div class="console-actions">
                <LinkButton href=format!("/watch/{id}") glyph=glyph::EYE>
                    "Open page"
                </LinkButton>
                <ShareButton title=title path=format!("/watch/{id}") />
                <Show when=move || stream.with(|s| s.visibility == Visibility::Private)>
                    <InviteButton id=id />
                </Show>
                <Button glyph=glyph::PENCIL on_click=move |()| editing.set(true)>
                    "Edit"
                </Button>
                <Button kind="danger" glyph=glyph::STOP on_click=move |()| ending.set(true)>
                    "End stream"
                </Button>
            </div>
            <Dialog open=editing title="Edit the stream">
                <Edit stream=stream on_done=move |()| editing.set(false) />
            </Dialog>
            <Confirm
                open=ending
                title="End the stream?"
                text=Signal::derive(move || verb().to_owned())
                verb="End stream"
                busy=submit.busy()
                on_confirm=end
            />
        </header>
    }
}

/// Copies a link that lets whoever has it watch the private stream.
#[component]
fn InviteButton(id: StreamId) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let submit = Submit::new();
    let copy = move |()| {
        submit.run(
            async move {
                let invitation = sdk::live::invite(id).await;
                let Ok(invitation) = &invitation else {
                    return invitation.map(drop);
                };
                let origin = window().location().origin().unwrap_or_default();
                let link = format!("{origin}/watch/{id}?token={}", invitation.token);
                if copy_text(&link).await {
                    toasts.good("Invitation copied: whoever has the link can watch");
                } else {
                    toasts.bad(format!("The browser refused. Copy it yourself: {link}"));
                }
                Ok(())
            },
            |()| {},
        );
    };
    view! {
        <Button glyph=glyph::LINK busy=submit.busy() on_click=copy>
            "Invite"
        </Button>
        <SubmitError submit=submit />
    }
}

/// No media yet.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <div class="waiting" role="status">
            <span class="waiting-mark" aria-hidden="true">
                {glyph::icon(glyph::BROADCAST)}
            </span>
            <div>
                <h2>"Waiting for your encoder"</h2>
                <p class="soft">
                    "Connect it with the address below. As soon as media arrives you are live, and this page shows it."
                </p>
            </div>
        </div>
    }
}

/// What viewers see, without sound.
#[component]
fn Preview(stream: RwSignal<Stream>, room: Room) -> impl IntoView {
    let hls = Memo::new(move |_| stream.with(|s| s.playback.hls.clone()));
    let poster = Memo::new(move |_| stream.with(|s| s.thumbnail_url.clone()));
    let air = Air::over(room);
    let id = stream.with_untracked(|s| s.id);
    view! {
        <div class="console-preview">
            <Player
                stream=id
                hls=hls
                state=room.state
                poster=poster
                muted=true
            >
                <FloatingReactions air=air />
            </Player>
        </div>
    }
}

/// The figures that a streamer looks at.
#[component]
fn Figures(measures: Measures, room: Room) -> impl IntoView {
    let of = move |read: fn(&live_protocol::live::StreamStats) -> String| {
        measures
            .stats
            .with(|s| s.as_ref().map_or_else(|| "–".to_owned(), read))
    };
    let peak = move || {
        let stored = measures
            .stats
            .with(|s| s.as_ref().map_or(0, |s| s.viewers_peak));
        format::exact(stored.max(room.viewers.get()))
    };
    view! {
        <dl class="figures card" aria-label="Figures">
            {figure("Viewers now", move || format::exact(room.viewers.get()))}
            {figure("At most", peak)}
            {figure("Live for", move || of(|s| format::span(s.duration_s)))}
            {figure("Watch time", move || of(|s| format::span(s.watch_time_s)))}
            {figure("Comments", move || of(|s| format::exact(s.comments)))}
            <div>
                <dt>"Reactions"</dt>
                <dd class="num figure-reactions">{move || room.totals.with(|t| favourites(t))}</dd>
            </div>
        </dl>
    }
}

/// The reactions sent most, with how often.
pub(super) fn favourites(totals: &[ReactionCount]) -> AnyView {
    let mut totals: Vec<_> = totals.iter().filter(|t| t.count > 0).collect();
    totals.sort_by_key(|t| std::cmp::Reverse(t.count));
    if totals.is_empty() {
        return "0".into_any();
    }
    totals
        .into_iter()
        .take(3)
        .map(|t| {
            view! {
                <span>
                    {drawing(t.kind)} {format::compact(t.count)}
                    <span class="sr">{name(t.kind)}</span>
                </span>
            }
        })
        .collect_view()
        .into_any()
}

/// A figure with its name.
pub(super) fn figure(name: &'static str, value: impl Fn() -> String + Send + 'static) -> AnyView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd class="num">{value}</dd>
        </div>
    }
    .into_any()
}
