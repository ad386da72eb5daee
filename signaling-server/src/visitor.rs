//! What is known of one socket.

use crate::{limit::Bucket, place::Place, users::Guest};
use live_domain::{Actor, Error, Result};
use live_protocol::{ErrorCode, StreamId, Timestamp};
use parking_lot::Mutex;
use socketioxide::extract::SocketRef;
use std::{collections::HashMap, sync::Arc};

/// Rooms that one socket may be in.
const ROOMS_MAX: usize = 10;

/// Who stands behind a socket, by their access token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Identity {
    pub(crate) actor: Actor,
    /// The token's end.
    pub(crate) until: Timestamp,
}

/// A socket's own state, in its extensions.
#[derive(Clone)]
pub(crate) struct Visitor(Arc<Inner>);

struct Inner {
    _place: Place,
    guest: Mutex<Option<Guest>>,
    bucket: Bucket,
    identity: Mutex<Option<Identity>>,
    /// The rooms it is in, with the playback token it showed.
    joined: Mutex<HashMap<StreamId, Option<String>>>,
}

impl Visitor {
    pub(crate) fn new(
        place: Place,
        guest: Option<Guest>,
        bucket: Bucket,
        identity: Option<Identity>,
    ) -> Self {
        Self(Arc::new(Inner {
            _place: place,
            guest: Mutex::new(guest),
            bucket,
            identity: Mutex::new(identity),
            joined: Mutex::default(),
        }))
    }

    /// The visitor of a socket that is connected.
    pub(crate) fn of(socket: &SocketRef) -> Result<Self> {
        socket
            .extensions
            .get::<Self>()
            .ok_or_else(|| Error::new(ErrorCode::Unavailable))
    }

    /// Takes one message from its budget, or refuses with `rate_limited`.
    pub(crate) fn spend(&self) -> Result<()> {
        self.0.bucket.take()
    }

    pub(crate) fn identity(&self) -> Option<Identity> {
        *self.0.identity.lock()
    }

    /// A fresh token of the same user, or the first one: then `enter` is called.
    pub(crate) fn set_identity(&self, identity: Identity, enter: impl FnOnce() -> Guest) {
        self.0.guest.lock().get_or_insert_with(enter);
        *self.0.identity.lock() = Some(identity);
    }

    pub(crate) fn actor(&self) -> Option<Actor> {
        self.identity().map(|identity| identity.actor)
    }

    /// Who it is, or `unauthenticated`.
    pub(crate) fn require_actor(&self) -> Result<Actor> {
        self.actor()
            .ok_or_else(|| Error::new(ErrorCode::Unauthenticated))
    }

    /// Notes that it is in a room. Refuses where it is in too many.
    pub(crate) fn join(&self, stream_id: StreamId, playback_token: Option<String>) -> Result<()> {
        let mut joined = self.0.joined.lock();
        if joined.len() >= ROOMS_MAX && !joined.contains_key(&stream_id) {
            return Err(Error::new(ErrorCode::RateLimited)
                .with_detail(format!("A socket can be in {ROOMS_MAX} rooms")));
        }
        joined.insert(stream_id, playback_token);
        Ok(())
    }

    /// True if it was in the room.
    pub(crate) fn leave(&self, stream_id: StreamId) -> bool {
        self.0.joined.lock().remove(&stream_id).is_some()
    }

    /// The playback token it showed for a room that it is in, or `forbidden`.
    pub(crate) fn require_joined(&self, stream_id: StreamId) -> Result<Option<String>> {
        self.0
            .joined
            .lock()
            .get(&stream_id)
            .cloned()
            .ok_or_else(|| Error::new(ErrorCode::Forbidden).with_detail("Join the stream first"))
    }

    pub(crate) fn rooms(&self) -> Vec<StreamId> {
        self.0.joined.lock().keys().copied().collect()
    }

    /// Who watches, for counting: a user once, however many tabs; an anonymous one by socket.
    pub(crate) fn viewer(&self, sid: &str) -> String {
        self.actor()
            .map_or_else(|| sid.to_owned(), |actor| actor.user_id.to_string())
    }
}
