//! The packager: frames in, playlists and media out.

use crate::{AudioConfig, AudioFrame, HlsError, VideoConfig, VideoFrame};
use bytes::Bytes;

/// What can be chosen. See `docs/hls.md` for what each number does to latency and memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackagerConfig {
    /// Milliseconds that a part should last; the part target of each rendition is this, fitted
    /// to whole frames.
    pub part_target_ms: u32,
    /// Milliseconds after which a segment ends at the next key frame.
    pub segment_target_ms: u32,
    /// Segments in a playlist. More are kept where the draft demands three target durations.
    pub window_segments: usize,
}

impl Default for PackagerConfig {
    fn default() -> Self {
        Self {
            part_target_ms: 300,
            segment_target_ms: 2_000,
            window_segments: 10,
        }
    }
}

/// One media playlist of the presentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RenditionId {
    /// The video as it came in (`video.m3u8`).
    Video,
    /// The audio (`audio.m3u8`).
    Audio,
}

/// Why a frame was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DropReason {
    /// No codec record came before it.
    NoConfig,
    /// No key frame came before it.
    BeforeKeyframe,
    /// Its data is empty, larger than the limit, or its NAL lengths or OBU sizes don't add up.
    Malformed,
    /// Its time is before what was already packaged.
    Late,
    /// Its time is far from the other track's and did not settle yet.
    OffTimeline,
    /// The presentation was finished, or no session has begun.
    NotLive,
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

/// Where a rendition's playlist ends now; what a blocking request compares itself with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tail {
    /// Media sequence number of the segment that is being written.
    pub msn: u64,
    /// Parts of it that are complete (so parts `0..parts` can be loaded).
    pub parts: u32,
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
    /// Channels.
    pub channels: u8,
}

/// One stream's presentation.
#[derive(Debug)]
pub struct Packager {
    config: PackagerConfig,
}

impl Packager {
    /// An empty presentation, at `now_ms` (Unix milliseconds). Sequence numbers begin at values
    /// taken from that time, so that they are above those of any presentation of the same stream
    /// before.
    pub fn new(config: PackagerConfig, _now_ms: i64) -> Result<Self, HlsError> {
        if config.part_target_ms == 0 {
            return Err(HlsError::config("part_target_ms must not be zero"));
        }
        Ok(Self { config })
    }

    /// An encoder connected. What follows has a clock and codec records of its own; if media
    /// came before, it continues the same playlists behind a discontinuity.
    pub fn begin_session(&mut self, _now_ms: i64) -> Update {
        Update::default()
    }

    /// The encoder left (or was cut): completes what is pending. The playlists stay live, so
    /// that a session may follow.
    pub fn end_session(&mut self, _now_ms: i64) -> Update {
        Update::default()
    }

    /// Completes what is pending and ends the playlists with `EXT-X-ENDLIST`. Nothing is taken
    /// after that.
    pub fn finish(&mut self, _now_ms: i64) -> Update {
        Update::default()
    }

    /// How the video that follows is coded. An equal config changes nothing; a different one
    /// begins a discontinuity at the next key frame.
    pub fn set_video(&mut self, _config: VideoConfig, _now_ms: i64) -> Result<Update, HlsError> {
        Ok(Update::default())
    }

    /// How the audio that follows is coded; likewise.
    pub fn set_audio(&mut self, _config: AudioConfig, _now_ms: i64) -> Result<Update, HlsError> {
        Ok(Update::default())
    }

    /// Takes a picture that arrived at `now_ms` (Unix milliseconds).
    pub fn push_video(&mut self, _frame: VideoFrame, _now_ms: i64) -> Update {
        Update::default()
    }

    /// Takes an audio frame that arrived at `now_ms` (Unix milliseconds).
    pub fn push_audio(&mut self, _frame: AudioFrame, _now_ms: i64) -> Update {
        Update::default()
    }

    /// Whether there is something to play: only then there are playlists.
    pub fn is_ready(&self) -> bool {
        false
    }

    /// Whether [`Packager::finish`] was called.
    pub fn is_finished(&self) -> bool {
        false
    }

    /// The renditions that have a playlist now.
    pub fn renditions(&self) -> Vec<RenditionId> {
        Vec::new()
    }

    /// Where that rendition's playlist ends; `None` before it is ready.
    pub fn tail(&self, _rendition: RenditionId) -> Option<Tail> {
        None
    }

    /// The multivariant playlist; `None` before it is ready. `query` is appended to each URI as
    /// it is (a playback token: `token=…`).
    pub fn multivariant_playlist(&self, _query: Option<&str>) -> Option<String> {
        None
    }

    /// A media playlist as it is now; `None` before it is ready. With `skip` a delta update
    /// (`_HLS_skip=YES`), where there is enough to skip. `query` as above.
    pub fn media_playlist(
        &self,
        _rendition: RenditionId,
        _skip: bool,
        _query: Option<&str>,
    ) -> Option<String> {
        None
    }

    /// The init section, segment or part with that file name (as in the playlists, without a
    /// folder or query).
    pub fn resource(&self, _name: &str) -> Resource {
        Resource::Gone
    }

    /// The seconds of `EXT-X-TARGETDURATION`; `None` before it is ready.
    pub fn target_duration_s(&self) -> Option<u32> {
        None
    }

    /// What is known of the incoming video.
    pub fn video_info(&self) -> Option<VideoInfo> {
        None
    }

    /// What is known of the incoming audio.
    pub fn audio_info(&self) -> Option<AudioInfo> {
        None
    }

    /// The settings.
    pub fn config(&self) -> &PackagerConfig {
        &self.config
    }
}
