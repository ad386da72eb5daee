//! Comments in a stream's chat.

use crate::{CommentId, StreamId, Timestamp, user::UserSummary};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Characters of a comment at most.
pub const COMMENT_CHARS_MAX: usize = 500;

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Comment {
    /// The comment's id.
    pub id: CommentId,
    /// The stream it belongs to.
    pub stream_id: StreamId,
    /// Its place in the stream's chat: 1, 2, 3 … without gaps. Clients resume by it.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub seq: i64,
    /// Who wrote it.
    pub author: UserSummary,
    /// The text, 1 to 500 characters; empty when deleted.
    pub body: String,
    /// Whether it was deleted since.
    pub deleted: bool,
    /// When it was stored.
    pub created_at: Timestamp,
}

/// Write a comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PostComment {
    /// 1 to 500 characters.
    pub body: String,
    /// Made by the client, the same when it tries again: a comment is never stored twice.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub client_id: Uuid,
}
