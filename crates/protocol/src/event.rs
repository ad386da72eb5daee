//! What happens, as it travels over the bus; what viewers get of it is in [`crate::socket`].

use crate::{
    SessionId, StreamId, Timestamp, UserId,
    ingest::IngestReport,
    live::{EndReason, Visibility},
    socket::ServerEvent,
};
use serde::{Deserialize, Serialize};

/// Why sockets must close.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisconnectReason {
    /// The user logged out.
    #[default]
    LoggedOut,
    /// The user ended the session from another one.
    Revoked,
    /// The password was changed.
    PasswordChanged,
    /// The account was disabled.
    AccountDisabled,
    /// The session's refresh token was used twice: someone else may hold it.
    RefreshReused,
}

impl DisconnectReason {
    /// What the person is told.
    pub const fn text(self) -> &'static str {
        match self {
            Self::LoggedOut => "You were logged out",
            Self::Revoked => "This session was ended from another device",
            Self::PasswordChanged => "The password was changed; log in with the new one",
            Self::AccountDisabled => "This account is disabled",
            Self::RefreshReused => "This session was used from two places and was ended",
        }
    }
}

/// Everything that is sent over the bus. New variants may come; receivers skip what they don't
/// know (the Redis bus logs and drops it).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", content = "data", rename_all = "snake_case")]
pub enum BusEvent {
    /// For everyone in a stream's room.
    Room {
        /// The room's stream.
        stream_id: StreamId,
        /// What its members get.
        event: ServerEvent,
    },
    /// For every socket of a user.
    User {
        /// The user.
        user_id: UserId,
        /// What they get.
        event: ServerEvent,
    },
    /// These sockets must close: the session ended, or the whole account was disabled or logged
    /// out everywhere (`session_id` absent).
    Disconnect {
        /// The user.
        user_id: UserId,
        /// Only this session.
        session_id: Option<SessionId>,
        /// All but this session.
        except: Option<SessionId>,
        /// Why.
        #[serde(default)]
        reason: DisconnectReason,
    },
    /// Media arrives (again).
    Published {
        /// The stream.
        stream_id: StreamId,
        /// The node that takes it.
        node: String,
        /// When.
        at: Timestamp,
    },
    /// Media arrives, and how well; every two seconds.
    Heartbeat {
        /// The stream.
        stream_id: StreamId,
        /// The node that takes it.
        node: String,
        /// When.
        at: Timestamp,
        /// Measured since the heartbeat before.
        report: IngestReport,
    },
    /// The encoder left; the reconnect window runs.
    Interrupted {
        /// The stream.
        stream_id: StreamId,
        /// The node that took it.
        node: String,
        /// When.
        at: Timestamp,
    },
    /// The reconnect window is over, or the publisher was cut on command.
    Unpublished {
        /// The stream.
        stream_id: StreamId,
        /// The node that took it.
        node: String,
        /// When.
        at: Timestamp,
    },
    /// A new thumbnail was written.
    ThumbnailReady {
        /// The stream.
        stream_id: StreamId,
        /// When.
        at: Timestamp,
    },
    /// Command to the media services: this stream is over, cut the publisher, end the playlist.
    EndStream {
        /// The stream.
        stream_id: StreamId,
        /// Why.
        reason: EndReason,
    },
    /// Command to the media services: who may watch has changed.
    SetVisibility {
        /// The stream.
        stream_id: StreamId,
        /// Who may watch from now on.
        visibility: Visibility,
    },
    /// Command to the media services: this key was rotated or its owner disabled; cut it.
    RevokePublisher {
        /// The stream that is cut.
        stream_id: StreamId,
    },
}
