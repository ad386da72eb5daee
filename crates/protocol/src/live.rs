//! `/api/live`: streams, keys, statistics.

use crate::{StreamId, StreamKeyId, Timestamp, user::UserSummary};
use serde::{Deserialize, Serialize};

/// Where a stream stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum StreamState {
    /// Created; no media yet.
    Idle,
    /// Media arrives.
    Live,
    /// The encoder left; it may come back within the reconnect window.
    Interrupted,
    /// Over.
    Ended,
}

impl StreamState {
    /// The state's name, as stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Live => "live",
            Self::Interrupted => "interrupted",
            Self::Ended => "ended",
        }
    }

    /// The state of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Idle, Self::Live, Self::Interrupted, Self::Ended]
            .into_iter()
            .find(|state| state.as_str() == name)
    }
}

/// Who may find and watch a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Listed; anyone watches.
    #[default]
    Public,
    /// Not listed; anyone who has the address watches.
    Unlisted,
    /// Not listed; the streamer, moderators and holders of a playback token watch.
    Private,
}

impl Visibility {
    /// The visibility's name, as stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Unlisted => "unlisted",
            Self::Private => "private",
        }
    }

    /// The visibility of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Public, Self::Unlisted, Self::Private]
            .into_iter()
            .find(|visibility| visibility.as_str() == name)
    }
}

/// How an end came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// The streamer ended it.
    Streamer,
    /// The encoder left and did not come back in time.
    EncoderLeft,
    /// A moderator or an admin ended it.
    Moderator,
}

impl EndReason {
    /// The reason's name, as stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Streamer => "streamer",
            Self::EncoderLeft => "encoder_left",
            Self::Moderator => "moderator",
        }
    }

    /// The reason of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Streamer, Self::EncoderLeft, Self::Moderator]
            .into_iter()
            .find(|reason| reason.as_str() == name)
    }
}

/// Create a stream.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct CreateStream {
    /// 1 to 120 characters.
    pub title: String,
    /// At most 2,000 characters.
    #[serde(default)]
    pub description: String,
    /// A category's slug, for example `music`; see `GET /api/live/categories`.
    #[serde(default)]
    pub category: Option<String>,
    /// At most 10, each 1 to 30 characters.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Who may find and watch it.
    #[serde(default)]
    pub visibility: Visibility,
}

/// Change a stream; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct UpdateStream {
    /// 1 to 120 characters.
    #[serde(default)]
    pub title: Option<String>,
    /// At most 2,000 characters.
    #[serde(default)]
    pub description: Option<String>,
    /// A category's slug; empty for none.
    #[serde(default)]
    pub category: Option<String>,
    /// At most 10, each 1 to 30 characters.
    #[serde(default)]
    pub tags: Option<Vec<String>>,
    /// Who may find and watch it.
    #[serde(default)]
    pub visibility: Option<Visibility>,
}

/// A stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Stream {
    /// The stream's id.
    pub id: StreamId,
    /// Whose stream it is.
    pub streamer: UserSummary,
    /// The title.
    pub title: String,
    /// More about it; may be empty.
    pub description: String,
    /// The category's slug, or null.
    pub category: Option<String>,
    /// The tags.
    pub tags: Vec<String>,
    /// Who may find and watch it.
    pub visibility: Visibility,
    /// Where it stands.
    pub state: StreamState,
    /// Path of the picture, or null while there is none.
    pub thumbnail_url: Option<String>,
    /// Viewers now.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub viewers: i64,
    /// Where to watch; paths on this host.
    pub playback: Playback,
    /// When it was created.
    pub created_at: Timestamp,
    /// When media first arrived, or null.
    pub started_at: Option<Timestamp>,
    /// When it ended, or null.
    pub ended_at: Option<Timestamp>,
    /// How it ended, or null.
    pub end_reason: Option<EndReason>,
    /// Where to send the media: only for the streamer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ingest: Option<Ingest>,
}

/// Where a stream can be watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Playback {
    /// The multivariant playlist of (low-latency) HLS: `/hls/{stream}/index.m3u8`, with
    /// `?token=` where the stream is private and the caller may watch.
    pub hls: String,
}

/// Where an encoder sends the media.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Ingest {
    /// The server field of an encoder, for example `rtmp://host:1935/live`.
    pub rtmp_url: String,
    /// The same over TLS, or null where it is not set up.
    pub rtmps_url: Option<String>,
    /// The stream key; shown only in the answer that made it, else null.
    pub stream_key: Option<String>,
    /// The first characters of the key, to tell keys apart.
    pub stream_key_hint: String,
}

/// A streamer's key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct StreamKey {
    /// The key's id.
    pub id: StreamKeyId,
    /// The first characters of the key.
    pub hint: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When an encoder last used it, or null.
    pub last_used_at: Option<Timestamp>,
    /// The whole key, only in the answer that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// In which order live streams are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum LiveSort {
    /// The most watched first.
    #[default]
    Viewers,
    /// The newest first.
    Newest,
}

/// Lets its holder watch one private stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PlaybackToken {
    /// The token, for `?token=` of the playlist and for joining the room.
    pub token: String,
    /// Seconds for which it is valid.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub expires_in: u64,
}

/// A category and how many streams are live in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Category {
    /// Its name in addresses.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Public streams live in it now.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub live: i64,
}

/// How good the incoming media is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Health {
    /// No media.
    Offline,
    /// Frames late, dropped, or too few.
    Poor,
    /// Works, with something to mend (a long key-frame interval, an uneven rate).
    Fair,
    /// As it should be.
    Good,
}

impl Health {
    /// The health's name, as stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Poor => "poor",
            Self::Fair => "fair",
            Self::Good => "good",
        }
    }

    /// The health of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Offline, Self::Poor, Self::Fair, Self::Good]
            .into_iter()
            .find(|health| health.as_str() == name)
    }

    /// Whether this is worse than `other`.
    pub const fn is_worse_than(self, other: Self) -> bool {
        self.rank() < other.rank()
    }

    const fn rank(self) -> u8 {
        match self {
            Self::Offline => 0,
            Self::Poor => 1,
            Self::Fair => 2,
            Self::Good => 3,
        }
    }
}

/// Statistics of a stream, for its streamer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct StreamStats {
    /// Viewers now.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub viewers: i64,
    /// The most viewers at one time.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub viewers_peak: i64,
    /// Watch time of all viewers, in seconds.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub watch_time_s: i64,
    /// Comments, without deleted ones.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub comments: i64,
    /// Reactions of each kind.
    pub reactions: Vec<ReactionCount>,
    /// How good the incoming media is now.
    pub health: Health,
    /// Seconds since media first arrived, to the end if it is over.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub duration_s: i64,
    /// Samples over time, oldest first, at most 720.
    pub samples: Vec<StatsSample>,
}

/// What was measured at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct StatsSample {
    /// When.
    pub at: Timestamp,
    /// Incoming bits per second, audio and video together.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub bitrate_bps: i64,
    /// Video frames per second.
    pub fps: f64,
    /// Frames dropped or missing since the sample before.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub frames_dropped: i64,
    /// Viewers at that moment.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub viewers: i64,
    /// How good the incoming media was.
    pub health: Health,
}

/// How often a reaction was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ReactionCount {
    /// The reaction.
    pub kind: ReactionKind,
    /// How often.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub count: i64,
}

/// A reaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum ReactionKind {
    /// ❤️
    Heart,
    /// 👏
    Clap,
    /// 😂
    Laugh,
    /// 😮
    Wow,
    /// 🔥
    Fire,
    /// 😢
    Sad,
}

impl ReactionKind {
    /// Every reaction, in the order of the picker.
    pub const ALL: [Self; 6] = [
        Self::Heart,
        Self::Clap,
        Self::Laugh,
        Self::Wow,
        Self::Fire,
        Self::Sad,
    ];

    /// The reaction's name, as stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Heart => "heart",
            Self::Clap => "clap",
            Self::Laugh => "laugh",
            Self::Wow => "wow",
            Self::Fire => "fire",
            Self::Sad => "sad",
        }
    }

    /// The reaction of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}
