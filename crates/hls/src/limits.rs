//! Every limit of the packager in one place.

/// Bytes of a codec record. Real ones have some hundred.
pub(crate) const RECORD_BYTES_MAX: usize = 16 * 1_024;
/// Pixels of a picture's side (the largest that level 6.2 of H.264 and H.265 know).
pub(crate) const SIDE_PIXELS_MAX: u32 = 16_384;
/// Bytes of a coded picture.
pub(crate) const VIDEO_FRAME_BYTES_MAX: usize = 16 * 1_024 * 1_024;
/// Bytes of a coded audio frame.
pub(crate) const AUDIO_FRAME_BYTES_MAX: usize = 64 * 1_024;
/// Bytes of a segment; frames beyond are dropped until the next one.
pub(crate) const SEGMENT_BYTES_MAX: usize = 64 * 1_024 * 1_024;
/// Frames of a segment; likewise. Ten seconds of the shortest Opus frames (2.5 ms) fit.
pub(crate) const SEGMENT_FRAMES_MAX: u32 = 8_192;
/// Bytes of segments that are kept for players which are behind the playlist, a rendition.
pub(crate) const RETAINED_BYTES_MAX: usize = 256 * 1_024 * 1_024;
/// Bytes of frames that wait while the presentation starts.
pub(crate) const STARTUP_BYTES_MAX: usize = 64 * 1_024 * 1_024;
/// Frames that wait while the presentation starts.
pub(crate) const STARTUP_FRAMES_MAX: usize = 4_096;

/// Milliseconds that presentation and decoding time may differ by.
pub(crate) const COMPOSITION_OFFSET_MS_MAX: i32 = 5_000;
/// Where the timeline begins, so that no time in it is negative: a frame may be this much before
/// the first one that came.
pub(crate) const TIMELINE_START_MS: i64 = 20_000;
/// Milliseconds by which the two tracks may be apart before one counts as off the timeline.
pub(crate) const TRACK_SKEW_MS_MAX: i64 = 10_000;
/// Input times beyond this (34 years) are no times. The sum of a few of them, in flicks, must fit
/// into 64 bits.
pub(crate) const INPUT_MS_MAX: i64 = 1 << 40;

/// `EXT-X-TARGETDURATION` where the distance of key frames isn't known when playlists begin, and
/// at most: 250 frames at 24 per second, the longest default distance of x264, round to it.
pub(crate) const TARGET_DURATION_S_MAX: u32 = 10;
/// Milliseconds that a video segment may be longer than the target duration. The draft compares
/// rounded to whole seconds, so 499 would do; the rest is for audio, which can't cut as exactly.
pub(crate) const VIDEO_OVER_TARGET_MS: i64 = 450;
/// Milliseconds that an audio segment may be longer than the target duration.
pub(crate) const AUDIO_OVER_TARGET_MS: i64 = 499;
/// Milliseconds that a segment lasts at least where nothing forces it to end: sequence numbers,
/// which begin at Unix seconds, must not overtake the clock.
pub(crate) const SEGMENT_MS_MIN: i64 = 1_000;
/// Milliseconds between two discontinuities, for the same reason.
pub(crate) const PERIOD_MS_MIN: i64 = 1_000;

/// Milliseconds to wait for a second key frame before playlists begin without knowing it.
pub(crate) const STARTUP_MS_MAX: i64 = 4_500;
/// Milliseconds to wait for the other track before playlists begin without it.
pub(crate) const TRACK_WAIT_MS: i64 = 1_000;
/// Milliseconds to wait for a first key frame before audio begins alone.
pub(crate) const KEYFRAME_WAIT_MS: i64 = 3_000;

/// Milliseconds without a picture that are bridged by showing the last one longer, where the
/// segment has room; a longer pause becomes a discontinuity if it has none.
pub(crate) const PAUSE_MS_MIN: i64 = 1_000;
/// Milliseconds by which decoding times may step back and be pulled straight; more is a jump.
pub(crate) const STEP_BACK_MS_MAX: i64 = 1_000;
