//! What is known of a room, kept up to date by its events.

use crate::{
    sdk::room::{Handle, RoomEvent},
    state::{connection::use_connection, failure::Failure},
};
use leptos::{prelude::*, task::spawn_local};
use live_protocol::{
    CommentId, StreamId,
    comment::Comment,
    live::{EndReason, ReactionCount, ReactionKind, StreamState},
    socket::{Joined, ServerEvent, StreamHealth},
    user::{Account, UserSummary},
};
use live_ui::format;
use uuid::Uuid;

/// Lines kept in the page; older ones can be read again through the history.
const LINES_MAX: usize = 400;

/// Whether a line is with the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// Stored.
    Stored,
    /// On its way.
    Sending,
    /// Refused or lost; why.
    Failed(String),
}

/// A line of the chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Stays when a comment of one's own is stored, so that its element does.
    pub(crate) key: Uuid,
    /// The comment; for one on its way, with the `client_id` as its id.
    pub(crate) comment: Comment,
    /// Whether the server has it.
    pub(crate) delivery: Delivery,
}

/// How the room is reached.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Link {
    /// Joining for the first time.
    Joining,
    /// In the room.
    Joined,
    /// The line is lost; the SDK tries again.
    Lost,
    /// The server refused.
    Refused(Failure),
}

/// A room as signals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    /// Whose room it is.
    pub(crate) stream_id: StreamId,
    /// Stored ones by `seq`, then those on their way.
    pub(crate) lines: RwSignal<Vec<Line>>,
    /// Viewers now.
    pub(crate) viewers: RwSignal<i64>,
    /// Where the stream stands.
    pub(crate) state: RwSignal<StreamState>,
    /// How it ended.
    pub(crate) end_reason: RwSignal<Option<EndReason>>,
    /// Reactions of each kind so far.
    pub(crate) totals: RwSignal<Vec<ReactionCount>>,
    /// The batch that came last.
    pub(crate) batch: RwSignal<Vec<ReactionCount>>,
    /// How the room is reached.
    pub(crate) link: RwSignal<Link>,
    /// For the streamer: incoming media.
    pub(crate) health: RwSignal<Option<StreamHealth>>,
    /// Counts the times that the stream's details changed.
    pub(crate) updates: RwSignal<u32>,
    /// Of the invitation by which we came to a private stream.
    pub(crate) token: StoredValue<Option<String>>,
    handle: StoredValue<Option<Handle>, LocalStorage>,
}

impl Room {
    /// Joins the room and leaves it with the component.
    pub(crate) fn join(
        stream_id: StreamId,
        state: StreamState,
        viewers: i64,
        token: Option<String>,
    ) -> Self {
        let room = Self {
            stream_id,
            lines: RwSignal::new(Vec::new()),
            viewers: RwSignal::new(viewers),
            state: RwSignal::new(state),
            end_reason: RwSignal::new(None),
            totals: RwSignal::new(Vec::new()),
            batch: RwSignal::new(Vec::new()),
            link: RwSignal::new(Link::Joining),
            health: RwSignal::new(None),
            updates: RwSignal::new(0),
            token: StoredValue::new(token.clone()),
            handle: StoredValue::new_local(None),
        };
        let connection = use_connection();
        let handle = Handle::join(stream_id, token, move |event| {
            // The room may be gone when the last event comes.
            if !room.link.is_disposed() {
                room.on_event(event);
                connection.set_socket_lost(room.link.get_untracked() == Link::Lost);
            }
        });
        room.handle.set_value(Some(handle));
        on_cleanup(move || {
            connection.set_socket_lost(false);
            room.handle.update_value(|handle| drop(handle.take()));
        });
        room
    }

    fn on_event(self, event: RoomEvent) {
        match event {
            RoomEvent::Joined(joined) => self.on_joined(joined),
            RoomEvent::Lost => self.link.set(Link::Lost),
            RoomEvent::Refused(failure) => self.link.set(Link::Refused(failure)),
            RoomEvent::Server(event) => self.on_server(event),
        }
    }

    fn on_joined(self, joined: Joined) {
        self.link.set(Link::Joined);
        self.state.set(joined.state);
        self.viewers.set(joined.viewers);
        self.totals.set(joined.reactions);
        self.lines.update(|lines| {
            for comment in joined.comments {
                put(lines, comment);
            }
        });
    }

    fn on_server(self, event: ServerEvent) {
        match event {
            ServerEvent::CommentNew(comment) => self.lines.update(|lines| put(lines, comment)),
            ServerEvent::CommentDeleted(deleted) => self.mark_deleted(deleted.comment_id),
            ServerEvent::Reactions(reactions) => {
                self.totals.update(|totals| add(totals, &reactions.counts));
                self.batch.set(reactions.counts);
            }
            ServerEvent::Viewers(viewers) => self.viewers.set(viewers.viewers),
            ServerEvent::StreamState(changed) => {
                self.end_reason.set(changed.end_reason);
                self.state.set(changed.state);
            }
            ServerEvent::StreamUpdated(_) => self.updates.update(|n| *n = n.wrapping_add(1)),
            ServerEvent::StreamHealth(health) => self.health.set(Some(health)),
            // The session follows it by itself.
            ServerEvent::SessionEnded(_) => {}
        }
    }

    /// Tries again after a refusal.
    pub(crate) fn rejoin(self) {
        if matches!(self.link.get_untracked(), Link::Refused(_)) {
            self.link.set(Link::Joining);
            self.handle.with_value(|handle| {
                if let Some(handle) = handle {
                    handle.retry();
                }
            });
        }
    }

    /// Sends a comment; it stands in the list at once.
    pub(crate) fn send(self, body: String, me: &Account) {
        let client_id = Uuid::new_v4();
        let comment = Comment {
            id: CommentId::from_uuid(client_id),
            stream_id: self.stream_id,
            seq: i64::MAX,
            author: UserSummary {
                id: me.id,
                username: me.username.clone(),
                display_name: me.display_name.clone(),
                avatar_url: me.avatar_url.clone(),
            },
            body,
            deleted: false,
            created_at: format::now(),
        };
        self.lines.update(|lines| {
            lines.push(Line {
                key: client_id,
                comment,
                delivery: Delivery::Sending,
            });
        });
        self.deliver(client_id);
    }

    /// Sends a line again, under the id it had: the server stores it once.
    pub(crate) fn retry(self, key: Uuid) {
        self.set_delivery(key, Delivery::Sending);
        self.deliver(key);
    }

    /// Forgets a line that could not be sent.
    pub(crate) fn discard(self, key: Uuid) {
        self.lines
            .update(|lines| lines.retain(|line| line.key != key));
    }

    fn deliver(self, key: Uuid) {
        let body = self.lines.with_untracked(|lines| {
            let line = lines.iter().find(|line| line.key == key)?;
            Some(line.comment.body.clone())
        });
        let sending = self
            .handle
            .with_value(|handle| Some(handle.as_ref()?.send(&body?, key)));
        let Some(sending) = sending else { return };
        spawn_local(async move {
            let answer = sending.await;
            if self.lines.is_disposed() {
                return;
            }
            match answer {
                Ok(comment) => self.lines.update(|lines| {
                    let seen = lines
                        .iter()
                        .any(|line| line.comment.id == comment.id && line.key != key);
                    if seen {
                        lines.retain(|line| line.key != key);
                    } else {
                        lines.retain(|line| line.comment.id != comment.id || line.key == key);
                        settle(lines, key, comment);
                    }
                }),
                Err(failure) => self.set_delivery(key, Delivery::Failed(failure.text())),
            }
        });
    }

    fn set_delivery(self, key: Uuid, delivery: Delivery) {
        self.lines.update(|lines| {
            if let Some(line) = lines.iter_mut().find(|line| line.key == key) {
                line.delivery = delivery;
            }
        });
    }

    /// Deletes a comment.
    pub(crate) fn delete(self, id: CommentId, on_failure: impl FnOnce(Failure) + 'static) {
        let deleting = self
            .handle
            .with_value(|handle| handle.as_ref().map(|handle| handle.delete(id)));
        let Some(deleting) = deleting else { return };
        spawn_local(async move {
            match deleting.await {
                Ok(()) if !self.lines.is_disposed() => self.mark_deleted(id),
                Ok(()) => {}
                Err(failure) => on_failure(failure),
            }
        });
    }

    fn mark_deleted(self, id: CommentId) {
        self.lines.update(|lines| {
            if let Some(line) = lines.iter_mut().find(|line| line.comment.id == id) {
                line.comment.deleted = true;
                line.comment.body.clear();
            }
        });
    }

    /// Puts comments of the history in front.
    pub(crate) fn put_history(self, comments: Vec<Comment>) {
        self.lines.update(|lines| {
            for comment in comments {
                insert(lines, comment);
            }
        });
    }

    /// The `seq` of the oldest comment that is there.
    pub(crate) fn oldest_seq(self) -> Option<i64> {
        self.lines.with(|lines| {
            let first = lines.first()?;
            (first.delivery == Delivery::Stored).then_some(first.comment.seq)
        })
    }

    /// Reacts; the SDK gathers taps into few messages.
    pub(crate) fn react(self, kind: ReactionKind) {
        self.handle.with_value(|handle| {
            if let Some(handle) = handle {
                handle.react(kind);
            }
        });
    }
}

/// Puts in a comment that the server sent, and forgets the oldest when there are too many.
fn put(lines: &mut Vec<Line>, comment: Comment) {
    // One's own may come back before its acknowledgement: it takes the place of the one waiting.
    let waiting = lines.iter().find(|line| {
        line.delivery == Delivery::Sending
            && line.comment.author.id == comment.author.id
            && line.comment.body == comment.body
    });
    let known = lines.iter().any(|line| line.comment.id == comment.id);
    match waiting.map(|line| line.key) {
        Some(key) if !known => settle(lines, key, comment),
        _ => insert(lines, comment),
    }
    if lines.len() > LINES_MAX {
        lines.drain(..lines.len() - LINES_MAX);
    }
}

/// Inserts by `seq`, or replaces the one that is there.
fn insert(lines: &mut Vec<Line>, comment: Comment) {
    if let Some(line) = lines.iter_mut().find(|line| line.comment.id == comment.id) {
        line.comment = comment;
        line.delivery = Delivery::Stored;
        return;
    }
    let at = lines.partition_point(|line| line.comment.seq < comment.seq);
    lines.insert(
        at,
        Line {
            key: comment.id.as_uuid(),
            comment,
            delivery: Delivery::Stored,
        },
    );
}

/// The line `key` was stored as `comment`: it moves to its place and keeps its key.
fn settle(lines: &mut Vec<Line>, key: Uuid, comment: Comment) {
    lines.retain(|line| line.key != key);
    let at = lines.partition_point(|line| line.comment.seq < comment.seq);
    lines.insert(
        at,
        Line {
            key,
            comment,
            delivery: Delivery::Stored,
        },
    );
}

fn add(totals: &mut Vec<ReactionCount>, counts: &[ReactionCount]) {
    for count in counts {
        match totals.iter_mut().find(|total| total.kind == count.kind) {
            Some(total) => total.count += count.count,
            None => totals.push(count.clone()),
        }
    }
}

#[cfg(test)]
mod tests;
