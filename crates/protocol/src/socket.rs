//! The realtime API: Socket.IO v4 on `/socket.io/`, namespace `/`.
//!
//! A client connects with `auth: {token}` (an access token; none for an anonymous viewer), joins
//! streams, and gets [`ServerEvent`]s. Each server event is emitted under its own name
//! ([`ServerEvent::name`]) with one argument: its `data`. Client events are acknowledged with
//! [`Ack`].

use crate::{
    CommentId, Problem, StreamId, Timestamp,
    comment::Comment,
    live::{EndReason, Health, ReactionCount, ReactionKind, StreamState},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a client may emit, by name.
pub mod client_event {
    /// Join a stream's room: [`super::Join`], acknowledged with [`super::Joined`].
    pub const JOIN: &str = "stream:join";
    /// Leave a stream's room: [`super::Leave`].
    pub const LEAVE: &str = "stream:leave";
    /// Write a comment: [`super::SendComment`], acknowledged with the stored comment.
    pub const COMMENT: &str = "comment:send";
    /// Delete a comment: [`super::DeleteComment`].
    pub const DELETE_COMMENT: &str = "comment:delete";
    /// React: [`super::SendReaction`].
    pub const REACT: &str = "reaction:send";
    /// Give the socket a fresh access token: [`super::Authenticate`].
    pub const AUTHENTICATE: &str = "authenticate";
}

/// Join a stream's room. Joining again is harmless and catches up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Join {
    /// The stream.
    pub stream_id: StreamId,
    /// The `seq` of the last comment that the client has: it gets those after it. Absent: the
    /// newest 50.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, type = "number"))]
    pub after_seq: Option<i64>,
    /// `last_deletion` of what the client has: it gets the deletions after it. Absent: none.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, type = "number"))]
    pub after_deletion: Option<i64>,
    /// A playback token, for a private stream that the user could not watch otherwise.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub playback_token: Option<String>,
}

/// The answer to a join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Joined {
    /// Where the stream stands.
    pub state: StreamState,
    /// Viewers now, with this one.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub viewers: i64,
    /// Comments after `after_seq`, or the newest ones, in order; at most 200.
    pub comments: Vec<Comment>,
    /// More than 200 were missed: fetch those between by `GET /api/live/{id}/comments`.
    pub comments_truncated: bool,
    /// Comments that were deleted after `after_deletion`, in the order of their deletion; at most
    /// 200.
    #[serde(default)]
    pub deleted: Vec<CommentId>,
    /// More than 200 were deleted: join again with this answer's `last_deletion`.
    #[serde(default)]
    pub deleted_truncated: bool,
    /// The number of the last deletion that this answer knows of; 0 if there was none.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub last_deletion: i64,
    /// Reactions of each kind so far.
    pub reactions: Vec<ReactionCount>,
}

/// Leave a stream's room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Leave {
    /// The stream.
    pub stream_id: StreamId,
}

/// Write a comment in a room that was joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SendComment {
    /// The stream.
    pub stream_id: StreamId,
    /// 1 to 500 characters.
    pub body: String,
    /// Made by the client, the same when it tries again: a comment is never stored twice.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub client_id: Uuid,
}

/// Delete one's own comment (moderators and the streamer: any).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct DeleteComment {
    /// The stream.
    pub stream_id: StreamId,
    /// The comment.
    pub comment_id: CommentId,
}

/// React in a room that was joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SendReaction {
    /// The stream.
    pub stream_id: StreamId,
    /// The reaction.
    pub kind: ReactionKind,
    /// How many taps since the last message, 1 to 20.
    #[serde(default = "one")]
    pub count: u32,
}

const fn one() -> u32 {
    1
}

/// A fresh access token for a socket that stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Authenticate {
    /// The access token.
    pub token: String,
}

/// The acknowledgement of a client event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "status", content = "data", rename_all = "lowercase")]
pub enum Ack<T> {
    /// It was done.
    Ok(T),
    /// It was refused.
    Error(Problem),
}

/// What the server emits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "event", content = "data")]
pub enum ServerEvent {
    /// A comment was written.
    #[serde(rename = "comment:new")]
    CommentNew(Comment),
    /// A comment was deleted.
    #[serde(rename = "comment:deleted")]
    CommentDeleted(CommentDeleted),
    /// Reactions of the last half second.
    #[serde(rename = "reactions")]
    Reactions(Reactions),
    /// The number of viewers changed.
    #[serde(rename = "viewers")]
    Viewers(Viewers),
    /// The stream's state or its details changed.
    #[serde(rename = "stream:state")]
    StreamState(StreamChanged),
    /// Title, description, category, tags, visibility or thumbnail changed: read the stream again.
    #[serde(rename = "stream:updated")]
    StreamUpdated(StreamUpdated),
    /// Incoming media, for the streamer only.
    #[serde(rename = "stream:health")]
    StreamHealth(StreamHealth),
    /// This session ended; the socket closes after it.
    #[serde(rename = "session:ended")]
    SessionEnded(SessionEnded),
}

impl ServerEvent {
    /// The Socket.IO event name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::CommentNew(_) => "comment:new",
            Self::CommentDeleted(_) => "comment:deleted",
            Self::Reactions(_) => "reactions",
            Self::Viewers(_) => "viewers",
            Self::StreamState(_) => "stream:state",
            Self::StreamUpdated(_) => "stream:updated",
            Self::StreamHealth(_) => "stream:health",
            Self::SessionEnded(_) => "session:ended",
        }
    }
}

/// A comment was deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CommentDeleted {
    /// The stream.
    pub stream_id: StreamId,
    /// The comment.
    pub comment_id: CommentId,
    /// The number of this deletion: 1, 2, 3 … in a stream, without gaps.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub deletion: i64,
}

/// Reactions of the last half second.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Reactions {
    /// The stream.
    pub stream_id: StreamId,
    /// How many of each kind.
    pub counts: Vec<ReactionCount>,
}

/// The number of viewers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Viewers {
    /// The stream.
    pub stream_id: StreamId,
    /// Viewers now.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub viewers: i64,
}

/// The stream's state changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct StreamChanged {
    /// The stream.
    pub stream_id: StreamId,
    /// Where it stands now.
    pub state: StreamState,
    /// How it ended, if it did.
    pub end_reason: Option<EndReason>,
    /// When.
    pub at: Timestamp,
}

/// The stream's details changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct StreamUpdated {
    /// The stream.
    pub stream_id: StreamId,
}

/// Incoming media, as it is now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct StreamHealth {
    /// The stream.
    pub stream_id: StreamId,
    /// When.
    pub at: Timestamp,
    /// How good it is.
    pub health: Health,
    /// What was measured.
    pub report: crate::ingest::IngestReport,
}

/// This session ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SessionEnded {
    /// Why, for a person.
    pub reason: String,
}
