//! The chat: the list that follows the newest line, and the composer.

use super::{
    composer::Composer,
    message::Message,
    state::{Line, Link, Room},
};
use crate::{sdk, state::failure::Failure};
use leptos::{html, prelude::*, task::spawn_local};
use live_protocol::{UserId, comment::Comment};
use live_ui::{
    badge::ViewerCount,
    button::Button,
    glyph,
    skeleton::Skeleton,
    state::{Notice, StateCard},
};

/// This near to the end, in pixels, the list follows new lines.
const NEAR_END_PX: i32 = 80;

/// The chat of a room.
#[component]
pub(crate) fn Chat(
    /// The room.
    room: Room,
    /// Whose stream it is.
    streamer: UserId,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let following = RwSignal::new(true);
    let unseen = RwSignal::new(0_usize);
    let to_end = move || {
        following.set(true);
        unseen.set(0);
        request_animation_frame(move || {
            if let Some(list) = list.try_get_untracked().flatten() {
                list.set_scroll_top(list.scroll_height());
            }
        });
    };
    let newest = Memo::new(move |_| {
        // The delivery too: a line that failed grows by the words that say so.
        let last = |lines: &[Line]| lines.last().map(|l| (l.key, l.delivery.clone()));
        room.lines.with(|lines| (last(lines), lines.len()))
    });
    Effect::new(move |before: Option<usize>| {
        let (_, count) = newest.get();
        if following.get_untracked() {
            to_end();
        } else {
            unseen.update(|n| *n += count.saturating_sub(before.unwrap_or(count)));
        }
        count
    });
    let on_scroll = move |_| {
        let Some(list) = list.get_untracked() else {
            return;
        };
        let left = list.scroll_height() - list.scroll_top() - list.client_height();
        let near = left < NEAR_END_PX;
        if near != following.get_untracked() {
            following.set(near);
        }
        if near {
            unseen.set(0);
        }
    };
    let empty = Memo::new(move |_| room.lines.with(Vec::is_empty));
    view! {
        <section class="chat" aria-label="Chat">
            <header class="chat-head">
                <h2>"Chat"</h2>
                <span class="faint small">
                    <ViewerCount count=room.viewers />
                </span>
            </header>
            <div class="chat-list" node_ref=list on:scroll=on_scroll tabindex="0" role="log" aria-label="Comments">
                <History room=room />
                {move || match (empty.get(), room.link.get()) {
                    (true, Link::Joining) => waiting(),
                    (true, Link::Joined) => {
                        view! {
                            <StateCard
                                glyph=glyph::CHAT
                                compact=true
                                title="Quiet so far"
                                text="Say hello: someone has to be first."
                            />
                        }
                            .into_any()
                    }
                    (_, Link::Refused(failure)) => {
                        view! {
                            <Notice tone="bad" glyph=glyph::ALERT>
                                {failure.text()} " "
                                <button
                                    type="button"
                                    class="link"
                                    on:click=move |_| room.rejoin()
                                >
                                    "Try again"
                                </button>
                            </Notice>
                        }
                            .into_any()
                    }
                    _ => ().into_any(),
                }}
                <ul>
                    <For each=move || room.lines.get() key=|line| line.key let:first>
                        <Message room=room first=first streamer=streamer />
                    </For>
                </ul>
            </div>
            <Show when=move || !following.get()>
                <button class="chat-pill" type="button" on:click=move |_| to_end()>
                    {glyph::icon(glyph::ARROW_DOWN)}
                    {move || match unseen.get() {
                        0 => "To the newest".to_owned(),
                        1 => "1 new message".to_owned(),
                        n => format!("{n} new messages"),
                    }}
                </button>
            </Show>
            <Composer room=room on_sent=move |()| to_end() />
        </section>
    }
}

fn waiting() -> AnyView {
    view! {
        <div class="chat-waiting" aria-hidden="true">
            {["70%", "45%", "85%", "55%"]
                .map(|width| view! { <Skeleton width=width /> })
                .collect_view()}
        </div>
    }
    .into_any()
}

/// Pages of the history that one click reads at most, to get behind what is there.
const HISTORY_PAGES_MAX: usize = 10;

/// The way to what was said before.
#[component]
fn History(room: Room) -> impl IntoView {
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let cursor = StoredValue::new(None::<String>);
    // `seq` counts from 1 without gaps: where the oldest is 1, there is nothing before it.
    let before = Memo::new(move |_| room.oldest_seq().filter(|seq| *seq > 1));
    let load = move |()| {
        let Some(before) = before.get_untracked() else {
            return;
        };
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let answer = read_before(room, before, cursor.get_value()).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok((comments, next)) => {
                    cursor.set_value(next);
                    room.put_history(comments);
                }
                Err(failure) => failed.set(Some(failure.text())),
            }
        });
    };
    view! {
        <Show when=move || before.get().is_some()>
            <div class="chat-history">
                <Button kind="quiet" size="small" busy=busy on_click=load>
                    "Show earlier"
                </Button>
                <span class="small faint" role="status">
                    {move || failed.get()}
                </span>
            </div>
        </Show>
    }
}

/// Reads the history, newest first, until there is something from before `seq`; gives also where
/// to go on.
async fn read_before(
    room: Room,
    seq: i64,
    mut cursor: Option<String>,
) -> Result<(Vec<Comment>, Option<String>), Failure> {
    let token = room.token.get_value();
    let mut comments = Vec::new();
    for _ in 0..HISTORY_PAGES_MAX {
        let page = sdk::live::comments(room.stream_id, cursor.as_deref(), token.as_deref()).await?;
        let behind = page.items.last().is_some_and(|oldest| oldest.seq < seq);
        comments.extend(page.items);
        cursor = page.next_cursor;
        if behind || cursor.is_none() {
            break;
        }
    }
    Ok((comments, cursor))
}
