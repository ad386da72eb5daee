//! One line of the chat.

use super::state::{Delivery, Line, Room};
use crate::{parts::text::rich_text, state::session::use_session};
use leptos::prelude::*;
use leptos_router::components::A;
use live_protocol::UserId;
use live_ui::{
    avatar::{Avatar, Face, hue},
    button::IconButton,
    format, glyph,
    toast::Toasts,
};
use uuid::Uuid;

/// A line with what can be done with it. `key` names it: its state is read from the room.
#[component]
pub(super) fn Message(
    /// The room.
    room: Room,
    /// As it is at first.
    first: Line,
    /// Whose stream it is: marked, and allowed to delete.
    streamer: UserId,
) -> impl IntoView {
    let session = use_session();
    let toasts = expect_context::<Toasts>();
    let Line { key, comment, .. } = first.clone();
    let author = comment.author;
    let now = Memo::new(move |before: Option<&Line>| {
        let now = room
            .lines
            .with(|l| l.iter().find(|line| line.key == key).cloned());
        now.or_else(|| before.cloned())
            .unwrap_or_else(|| first.clone())
    });
    let deleted = move || now.with(|line| line.comment.deleted);
    let sending = move || now.with(|line| line.delivery == Delivery::Sending);
    let author_id = author.id;
    let deletable = move || {
        let stored = now.with(|l| l.delivery == Delivery::Stored && !l.comment.deleted);
        stored && (session.is_me(author_id) || session.is_me(streamer) || session.may_moderate())
    };
    let delete = move |()| {
        let id = now.with_untracked(|line| line.comment.id);
        room.delete(id, move |failure| toasts.bad(failure.text()));
    };
    let said_by = author.display_name.clone();
    view! {
        <li class="message" data-sending=move || sending().then_some("")>
            <Avatar face=Face::from(&author) size="xs" />
            <div class="grow">
                <p class="message-head">
                    <span class="message-name" style:--hue=hue(&author.username).to_string()>
                        <A href=format!("/@{}", author.username)>{author.display_name.clone()}</A>
                    </span>
                    {(author_id == streamer)
                        .then(|| {
                            view! {
                                <span class="badge" data-tone="accent">
                                    "Streamer"
                                </span>
                            }
                        })}
                    <time
                        class="message-time num"
                        title=format::day_and_time(comment.created_at)
                    >
                        {format::time_of_day(comment.created_at)}
                    </time>
                </p>
                <p class="message-body">
                    {move || {
                        if deleted() {
                            view! { <span class="faint">"Deleted"</span> }.into_any()
                        } else {
                            now.with(|line| rich_text(&line.comment.body))
                        }
                    }}
                </p>
                {move || now.with(|line| failed_note(room, key, &line.delivery))}
            </div>
            <Show when=deletable>
                <span class="message-actions">
                    <IconButton
                        glyph=glyph::TRASH
                        label=format!("Delete this comment of {said_by}")
                        size="small"
                        on_click=delete
                    />
                </span>
            </Show>
        </li>
    }
}

fn failed_note(room: Room, key: Uuid, delivery: &Delivery) -> Option<AnyView> {
    let Delivery::Failed(why) = delivery else {
        return None;
    };
    Some(
        view! {
            <p class="message-failed" role="alert">
                <span>{format!("Not sent. {why}")}</span>
                <button type="button" class="link" on:click=move |_| room.retry(key)>
                    "Try again"
                </button>
                <button type="button" class="link" on:click=move |_| room.discard(key)>
                    "Discard"
                </button>
            </p>
        }
        .into_any(),
    )
}
