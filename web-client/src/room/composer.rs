//! Where a comment is written.

use super::state::{Link, Room};
use crate::state::session::use_session;
use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;
use live_protocol::{comment::COMMENT_CHARS_MAX, live::StreamState};
use live_ui::{button::LinkButton, glyph, unique_id};

/// From here on the characters left are shown.
const COUNTER_FROM: usize = 400;

/// The composer, or why nothing can be written.
#[component]
pub(super) fn Composer(
    /// The room.
    room: Room,
    /// A comment was sent: the list scrolls down.
    #[prop(into)]
    on_sent: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let path = use_location().pathname;
    let ended = Memo::new(move |_| room.state.get() == StreamState::Ended);
    let known = Memo::new(move |_| session.is_known());
    let ready = Memo::new(move |_| session.is_ready());
    move || {
        if ended.get() {
            view! { <p class="composer-note">"The stream has ended. The chat is closed."</p> }
                .into_any()
        } else if known.get() {
            view! { <Input room=room on_sent=on_sent /> }.into_any()
        } else if ready.get() {
            view! {
                <div class="composer-note">
                    <span>"Log in to chat."</span>
                    <LinkButton
                        href=format!("/login?next={}", path.get())
                        kind="primary"
                        size="small"
                    >
                        "Log in"
                    </LinkButton>
                </div>
            }
            .into_any()
        } else {
            view! { <p class="composer-note"></p> }.into_any()
        }
    }
}

#[component]
fn Input(room: Room, on_sent: Callback<()>) -> impl IntoView {
    let session = use_session();
    let text = RwSignal::new(String::new());
    let area = NodeRef::<html::Textarea>::new();
    let (id, counter_id) = (unique_id("composer"), unique_id("composer-left"));
    let length = move || text.with(|t| t.trim().chars().count());
    let joined = move || room.link.get() == Link::Joined;
    let sendable = move || joined() && (1..=COMMENT_CHARS_MAX).contains(&length());
    let send = move || {
        if !untrack(sendable) {
            return;
        }
        let Some(me) = session.peek() else { return };
        room.send(text.with_untracked(|t| t.trim().to_owned()), &me);
        text.set(String::new());
        on_sent.run(());
        if let Some(area) = area.get_untracked() {
            // Typing goes on where it was.
            let _ = area.focus();
        }
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        // Enter that ends an input method's composition writes a word, it does not send.
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            send();
        }
    };
    view! {
        <form
            class="composer"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <label class="sr" for=id.clone()>
                "Write a comment"
            </label>
            <div class="composer-box">
                <textarea
                    id=id
                    node_ref=area
                    rows="1"
                    placeholder=move || {
                        if joined() { "Say something …" } else { "Connecting to the chat …" }
                    }
                    aria-describedby=counter_id.clone()
                    on:keydown=keys
                    bind:value=text
                ></textarea>
                <button
                    class="button"
                    type="submit"
                    data-kind="quiet"
                    data-icon-only=""
                    aria-label="Send"
                    disabled=move || !sendable()
                >
                    {glyph::icon(glyph::SEND)}
                </button>
            </div>
            <p class="composer-left num" id=counter_id role="status">
                {move || {
                    let now = length();
                    (now >= COUNTER_FROM)
                        .then(|| {
                            let over = now > COMMENT_CHARS_MAX;
                            let words = if over {
                                format!("{} characters too many", now - COMMENT_CHARS_MAX)
                            } else {
                                format!("{} characters left", COMMENT_CHARS_MAX - now)
                            };
                            view! { <span data-over=over.then_some("")>{words}</span> }
                        })
                }}
            </p>
        </form>
    }
}
