//! What the media services tell of a stream's incoming media.

use serde::{Deserialize, Serialize};

/// Measured over the time since the report before (about two seconds).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct IngestReport {
    /// Incoming video bits per second.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub video_bps: i64,
    /// Incoming audio bits per second.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub audio_bps: i64,
    /// Video frames per second.
    pub fps: f64,
    /// Frames dropped here (late, before the first key frame, broken) or missing by the
    /// timestamps, in this interval.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub frames_dropped: i64,
    /// Milliseconds between the last two key frames.
    pub keyframe_interval_ms: Option<u32>,
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
    /// RFC 6381 name of the video codec, for example `avc1.64001f`.
    pub video_codec: Option<String>,
    /// RFC 6381 name of the audio codec, for example `mp4a.40.2`.
    pub audio_codec: Option<String>,
    /// Milliseconds by which media arrives later than its timestamps say, against the first
    /// frames: the encoder's line is too slow when it grows.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub lag_ms: i64,
}
