//! What the packager answers with.

use bytes::Bytes;

/// One media playlist of the presentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RenditionId {
    /// The video as it came in (`video.m3u8`).
    Video,
    /// The audio (`audio.m3u8`).
    Audio,
}

impl RenditionId {
    /// All there can be.
    pub const ALL: &'static [Self] = &[Self::Video, Self::Audio];

    /// The name that its URIs begin with.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Audio => "audio",
        }
    }

    /// The rendition with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|id| id.name() == name)
    }

    /// The media type of its segments.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Video => "video/mp4",
            Self::Audio => "audio/mp4",
        }
    }
}

/// Why a frame was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DropReason {
    /// No codec record came before it, or none that can be read.
    NoConfig,
    /// Decoding can't begin here, and no key frame came before it (or since the last jump or
    /// change of codec).
    BeforeKeyframe,
    /// Its data is empty, larger than the limit, or its NAL lengths or OBU sizes don't add up.
    Malformed,
    /// Its time is before what was already packaged.
    Late,
    /// Its time is far from the other track's and did not settle yet.
    OffTimeline,
    /// The segment that it belongs to is as large as a segment may be.
    TooMuch,
    /// The presentation was finished, or no session has begun.
    NotLive,
}

impl DropReason {
    /// The reason as text, for logs and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoConfig => "no_config",
            Self::BeforeKeyframe => "before_keyframe",
            Self::Malformed => "malformed",
            Self::Late => "late",
            Self::OffTimeline => "off_timeline",
            Self::TooMuch => "too_much",
            Self::NotLive => "not_live",
        }
    }
}

/// What a call changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[must_use]
pub struct Update {
    /// Why the frame was dropped, if it was.
    pub dropped: Option<DropReason>,
    /// A playlist changed: a part or segment was added, the presentation became ready or ended.
    /// Those who wait must look again.
    pub changed: bool,
    /// Segments that were completed by this call, over all renditions.
    pub segments_completed: u32,
}

/// Where a rendition's playlist ends now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tail {
    /// Media sequence number of the segment that is being written.
    pub msn: u64,
    /// Parts of it that are complete (so parts `0..parts` can be loaded).
    pub parts: u32,
}

/// What to do with a request for a playlist that must have a certain segment or part
/// (`_HLS_msn`, `_HLS_part`; rfc8216bis, 6.2.5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// It has it: answer.
    Ready,
    /// It comes: answer after a change that brings it.
    Wait,
    /// It is too far in the future: refuse (400).
    TooFar,
}

/// A piece of media.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// Its bytes, in order. A part is one chunk; a segment is its parts, shared, not copied.
    pub chunks: Vec<Bytes>,
    /// How many bytes that are.
    pub len: usize,
    /// `video/mp4` or `audio/mp4`.
    pub content_type: &'static str,
}

/// The answer to a request for a media resource by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resource {
    /// Here it is; it never changes under this name.
    Ready(Media),
    /// It was hinted and comes next: ask again after the next change.
    Pending,
    /// No such thing, or not any more.
    Gone,
}

/// The video that is coming in now.
#[derive(Debug, Clone, PartialEq)]
pub struct VideoInfo {
    /// RFC 6381 name, for example `avc1.64001f`.
    pub codec: String,
    /// Width in pixels, cropped.
    pub width: u32,
    /// Height in pixels, cropped.
    pub height: u32,
    /// Frames per second, measured over the last frames; `None` before the second frame.
    pub fps: Option<f64>,
    /// Milliseconds between the last two key frames.
    pub keyframe_interval_ms: Option<u32>,
}

/// The audio that is coming in now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudioInfo {
    /// RFC 6381 name, for example `mp4a.40.2`.
    pub codec: String,
    /// Samples per second.
    pub sample_rate_hz: u32,
    /// Channels; zero where the codec record defines a layout of its own.
    pub channels: u8,
}
