//! A stream's room as far as this gateway has members of it.

use live_domain::{Error, Result};
use live_protocol::{
    ErrorCode, StreamId,
    live::{ReactionCount, ReactionKind},
};
use parking_lot::Mutex;
use socketioxide::socket::Sid;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    time::Duration,
};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// How long a join waits for the bus.
const HEARD_MAX: Duration = Duration::from_secs(5);

/// A room. Its feed listens while it is open.
pub(crate) struct Room {
    stream_id: StreamId,
    /// Each socket and who watches through it: the same person twice is one viewer.
    members: Mutex<HashMap<Sid, String>>,
    reactions: Mutex<BTreeMap<ReactionKind, i64>>,
    heard: watch::Sender<bool>,
    closed: CancellationToken,
}

impl Room {
    pub(crate) fn new(stream_id: StreamId) -> Self {
        Self {
            stream_id,
            members: Mutex::default(),
            reactions: Mutex::default(),
            heard: watch::Sender::new(false),
            closed: CancellationToken::new(),
        }
    }

    pub(crate) const fn stream_id(&self) -> StreamId {
        self.stream_id
    }

    /// Its name among Socket.IO's rooms.
    pub(crate) fn name(&self) -> String {
        name(self.stream_id)
    }

    pub(crate) fn insert(&self, sid: Sid, viewer: String) {
        self.members.lock().insert(sid, viewer);
    }

    pub(crate) fn remove(&self, sid: Sid) {
        self.members.lock().remove(&sid);
    }

    /// Sockets in the room.
    pub(crate) fn len(&self) -> usize {
        self.members.lock().len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.members.lock().is_empty()
    }

    /// Different people who watch through this gateway.
    pub(crate) fn viewers(&self) -> i64 {
        let members = self.members.lock();
        let viewers: HashSet<&str> = members.values().map(String::as_str).collect();
        i64::try_from(viewers.len()).unwrap_or(i64::MAX)
    }

    /// The feed hears the room from now on.
    pub(crate) fn set_heard(&self, heard: bool) {
        self.heard.send_replace(heard);
    }

    /// Waits until the feed hears the room.
    pub(crate) async fn heard(&self) -> Result<()> {
        let mut heard = self.heard.subscribe();
        let waited = tokio::time::timeout(HEARD_MAX, heard.wait_for(|heard| *heard)).await;
        match waited {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Error::new(ErrorCode::Unavailable)),
        }
    }

    /// Ends the feed.
    pub(crate) fn close(&self) {
        self.closed.cancel();
    }

    pub(crate) const fn closed(&self) -> &CancellationToken {
        &self.closed
    }

    /// Gathers reactions until the next batch.
    pub(crate) fn react(&self, kind: ReactionKind, count: i64) {
        *self.reactions.lock().entry(kind).or_default() += count;
    }

    /// What was gathered, by kind: always in the same order, so that two gateways never lock the
    /// counters crosswise.
    pub(crate) fn take_reactions(&self) -> Vec<ReactionCount> {
        std::mem::take(&mut *self.reactions.lock())
            .into_iter()
            .map(|(kind, count)| ReactionCount { kind, count })
            .collect()
    }
}

/// The Socket.IO room of a stream.
pub(crate) fn name(stream_id: StreamId) -> String {
    format!("stream:{stream_id}")
}
