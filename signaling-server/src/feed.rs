//! From the bus to the sockets of one room.
//!
//! The invariant: every stored comment is emitted to the members who are there, once. Comments
//! carry a `seq` without gaps; the feed knows the highest one up to which it emitted all
//! ([`Seen`]). One that comes with a jump (two writers committed in another order than they
//! announced, or an announcement was lost) is emitted at once, and what is missing is read from
//! the database a moment later; after a gap of the bus likewise, and every few seconds in case
//! the announcement of the last one was lost. Deletions are numbered too, and those that were not
//! heard of are read with the comments; one may be told twice, which changes nothing.
//!
//! Writing to a socket costs more than anything else here, and several messages cost hardly more
//! than one. So a room with many members is told of comments in batches ([`Batch`]): the more
//! members, the longer one waits for the next, half a second at most.

use crate::{Gateway, batch::Batch, room::Room, visitor::Visitor};
use live_bus::{Delivery, Subscription, Topic};
use live_domain::{Result, live};
use live_protocol::{
    StreamId,
    event::BusEvent,
    socket::{CommentDeleted, ServerEvent, StreamUpdated},
};
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use tokio::time::Instant;

/// How long a missing comment may be announced late before it is read from the database.
const LATE_MAX: Duration = Duration::from_millis(300);
/// Pause between attempts at the bus or the database.
const RETRY_PAUSE: Duration = Duration::from_millis(250);
/// Comments that are read at once.
const READ_MAX: u32 = 200;
/// How often the database is asked for comments whose announcement was lost.
const AUDIT_EVERY: Duration = Duration::from_secs(10);

/// Runs until the room is closed or the gateway stops.
pub(crate) async fn run(gateway: Gateway, room: Arc<Room>) {
    let stopping = gateway.shutdown().soft().clone();
    tokio::select! {
        () = listen(&gateway, &room) => {}
        () = room.closed().cancelled() => {}
        () = stopping.cancelled() => {}
    }
}

async fn listen(gateway: &Gateway, room: &Room) {
    let mut subscription = subscribe_until_it_works(gateway, Topic::Stream(room.stream_id())).await;
    let mut feed = Feed {
        gateway,
        room,
        seen: Seen::from(newest_seq(gateway, room.stream_id()).await),
        deletions: last_deletion(gateway, room.stream_id()).await,
        batch: Batch::new(Instant::now()),
        read_at: Instant::now() + AUDIT_EVERY,
    };
    room.set_heard(true);
    loop {
        tokio::select! {
            delivery = subscription.recv() => match delivery {
                Some(delivery) => feed.take(&delivery).await,
                None => return,
            },
            () = tokio::time::sleep_until(feed.batch.due()), if feed.batch.waits() => {
                feed.flush().await;
            }
            () = tokio::time::sleep_until(feed.read_at) => feed.catch_up().await,
        }
    }
}

struct Feed<'a> {
    gateway: &'a Gateway,
    room: &'a Room,
    seen: Seen,
    /// All deletions up to this number were emitted.
    deletions: i64,
    batch: Batch,
    /// When the database is asked for what was not heard.
    read_at: Instant,
}

impl Feed<'_> {
    async fn take(&mut self, delivery: &Delivery) {
        match delivery {
            Delivery::Event(event) => {
                if let BusEvent::Room { event, .. } = &**event {
                    self.tell(event).await;
                }
                if self.seen.misses_any() {
                    self.read_at = self.read_at.min(Instant::now() + LATE_MAX);
                }
            }
            Delivery::Gap => {
                // The state may have changed unheard: clients read the stream again.
                let stream_id = self.room.stream_id();
                let again = ServerEvent::StreamUpdated(StreamUpdated { stream_id });
                self.tell(&again).await;
                self.read_at = Instant::now();
            }
        }
    }

    async fn tell(&mut self, event: &ServerEvent) {
        let ServerEvent::CommentNew(comment) = event else {
            // A deletion must not come before its comment.
            self.flush().await;
            emit(self.gateway, self.room.name(), event).await;
            if let ServerEvent::CommentDeleted(deleted) = event
                && deleted.deletion == self.deletions + 1
            {
                self.deletions = deleted.deletion;
            }
            if let ServerEvent::StreamUpdated(_) = event {
                self.turn_out().await;
            }
            return;
        };
        if self.seen.insert(comment.seq) {
            let now = Instant::now();
            if self.batch.push(comment.clone(), self.room.len(), now) {
                self.flush().await;
            }
        }
    }

    /// A stream that became private is no longer for those who may not watch it.
    async fn turn_out(&self) {
        let domain = self.gateway.domain();
        let stream = match live::watch::private(domain, self.room.stream_id()).await {
            Ok(Some(stream)) => stream,
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(%error, "can't see who may stay in a room");
                return;
            }
        };
        for socket in self.gateway.io().within(self.room.name()).sockets() {
            let Ok(visitor) = Visitor::of(&socket) else {
                continue;
            };
            let token = visitor.require_joined(stream.id).ok().flatten();
            let actor = visitor.actor();
            if !live::watch::may_watch(domain, actor.as_ref(), &stream, token.as_deref()) {
                visitor.leave(stream.id);
                socket.leave(self.room.name());
                self.room.remove(socket.id);
            }
        }
    }

    /// Emits what waits, one right after the other, so that most sockets are written to once.
    async fn flush(&mut self) {
        for comment in self.batch.take(Instant::now()) {
            let event = ServerEvent::CommentNew(comment);
            emit(self.gateway, self.room.name(), &event).await;
        }
    }

    /// Emits stored comments and deletions that were not heard of.
    async fn catch_up(&mut self) {
        let pause = match self.read_missed().await {
            Ok(()) => AUDIT_EVERY,
            Err(error) => {
                tracing::warn!(%error, "can't read what a room missed yet");
                RETRY_PAUSE
            }
        };
        self.read_at = Instant::now() + pause;
    }

    async fn read_missed(&mut self) -> Result<()> {
        let (domain, stream_id) = (self.gateway.domain(), self.room.stream_id());
        loop {
            let comments =
                live::comment::after(domain, stream_id, self.seen.all_up_to, READ_MAX).await?;
            let more = comments.len() == READ_MAX as usize;
            for comment in comments {
                self.tell(&ServerEvent::CommentNew(comment)).await;
            }
            if !more {
                break;
            }
        }
        // What the database does not have either (none, in truth) is not waited for.
        self.seen.forget_missing();
        loop {
            let deletions =
                live::comment::deleted_after(domain, stream_id, self.deletions, READ_MAX).await?;
            let more = deletions.len() == READ_MAX as usize;
            for deletion in deletions {
                let deleted = CommentDeleted {
                    stream_id,
                    comment_id: deletion.comment_id,
                    deletion: deletion.seq,
                };
                self.tell(&ServerEvent::CommentDeleted(deleted)).await;
                // Where its writer's account went, a deleted comment is missing between.
                self.deletions = deletion.seq;
            }
            if !more {
                return Ok(());
            }
        }
    }
}

async fn newest_seq(gateway: &Gateway, stream_id: StreamId) -> i64 {
    loop {
        match live::comment::newest(gateway.domain(), stream_id, 1).await {
            Ok(newest) => return newest.last().map_or(0, |comment| comment.seq),
            Err(error) => {
                tracing::warn!(%error, "can't read a room's chat yet");
                tokio::time::sleep(RETRY_PAUSE).await;
            }
        }
    }
}

async fn last_deletion(gateway: &Gateway, stream_id: StreamId) -> i64 {
    loop {
        match live::comment::last_deletion(gateway.domain(), stream_id).await {
            Ok(last) => return last,
            Err(error) => {
                tracing::warn!(%error, "can't read a room's deletions yet");
                tokio::time::sleep(RETRY_PAUSE).await;
            }
        }
    }
}

/// Subscribes, however long it takes: the caller is a task of its own.
pub(crate) async fn subscribe_until_it_works(gateway: &Gateway, topic: Topic) -> Subscription {
    loop {
        match gateway.domain().bus.subscribe(topic).await {
            Ok(subscription) => return subscription,
            Err(error) => {
                tracing::warn!(%topic, %error, "can't listen to the bus yet");
                tokio::time::sleep(RETRY_PAUSE).await;
            }
        }
    }
}

/// Emits `event` to all sockets of a Socket.IO room; it is encoded once for all of them.
pub(crate) async fn emit(gateway: &Gateway, room: String, event: &ServerEvent) {
    let name = event.name();
    let to = gateway.io().to(room.clone());
    let outcome = match event {
        ServerEvent::CommentNew(data) => to.emit(name, data).await,
        ServerEvent::CommentDeleted(data) => to.emit(name, data).await,
        ServerEvent::Reactions(data) => to.emit(name, data).await,
        ServerEvent::Viewers(data) => to.emit(name, data).await,
        ServerEvent::StreamState(data) => to.emit(name, data).await,
        ServerEvent::StreamUpdated(data) => to.emit(name, data).await,
        ServerEvent::StreamHealth(data) => to.emit(name, data).await,
        ServerEvent::SessionEnded(data) => to.emit(name, data).await,
    };
    if outcome.is_err() {
        close_slow(gateway, room);
    }
}

/// Some socket's queue is full: it is closed, for a chat with holes is worse than a short break
/// after which the client resumes by `seq`. The library does not say which, so all are asked.
fn close_slow(gateway: &Gateway, room: String) {
    for socket in gateway.io().to(room).sockets() {
        let Ok(visitor) = Visitor::of(&socket) else {
            continue;
        };
        // A message that clients may get at any time, and nothing changes by it.
        let probe = visitor.rooms().first().map(|stream_id| StreamUpdated {
            stream_id: *stream_id,
        });
        let full = probe.is_some_and(|probe| {
            socket
                .emit(ServerEvent::StreamUpdated(probe.clone()).name(), &probe)
                .is_err()
        });
        if full {
            metrics::counter!("live_sockets_closed_slow_total").increment(1);
            let _ = socket.disconnect();
        }
    }
}

/// Which comments were emitted.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    /// All up to this one.
    all_up_to: i64,
    /// And these, beyond a hole.
    beyond: BTreeSet<i64>,
}

impl From<i64> for Seen {
    fn from(all_up_to: i64) -> Self {
        Self {
            all_up_to,
            beyond: BTreeSet::new(),
        }
    }
}

impl Seen {
    /// Notes `seq`. False if it was there.
    fn insert(&mut self, seq: i64) -> bool {
        if seq <= self.all_up_to || !self.beyond.insert(seq) {
            return false;
        }
        while self.beyond.first() == Some(&(self.all_up_to + 1)) {
            self.beyond.pop_first();
            self.all_up_to += 1;
        }
        true
    }

    fn misses_any(&self) -> bool {
        !self.beyond.is_empty()
    }

    fn forget_missing(&mut self) {
        if let Some(last) = self.beyond.pop_last() {
            self.all_up_to = last;
            self.beyond.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_seq_is_new_once_in_any_order() {
        let mut seen = Seen::from(10);
        assert!(!seen.insert(10));
        assert!(seen.insert(12));
        assert!(seen.misses_any());
        assert!(!seen.insert(12));
        assert!(seen.insert(11));
        assert_eq!(seen, Seen::from(12));
        assert!(!seen.misses_any());
        assert!(seen.insert(15));
        seen.forget_missing();
        assert_eq!(seen, Seen::from(15));
    }
}
