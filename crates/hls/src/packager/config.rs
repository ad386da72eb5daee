//! What can be chosen.

use crate::HlsError;

/// Milliseconds of a part or segment target that make sense.
const PART_TARGET_MS: std::ops::RangeInclusive<u32> = 50..=2_000;
const SEGMENT_TARGET_MS: std::ops::RangeInclusive<u32> = 1_000..=10_000;
const WINDOW_SEGMENTS: std::ops::RangeInclusive<usize> = 3..=1_000;

/// What can be chosen. See `docs/hls.md` for what each number does to latency and memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackagerConfig {
    /// Milliseconds that a part should last (50 to 2,000); the part target of each rendition is
    /// this, fitted to whole frames.
    pub part_target_ms: u32,
    /// Milliseconds after which a segment ends at the next key frame (1,000 to 10,000).
    pub segment_target_ms: u32,
    /// Segments of that length in a playlist (3 to 1,000). Where segments are longer there are
    /// fewer, but never less than three target durations, which the draft demands.
    pub window_segments: usize,
    /// Unix milliseconds from which `EXT-X-DISCONTINUITY-SEQUENCE` counts seconds: for all
    /// presentations of one stream the same, and not after the first of them began. Best is the
    /// time at which the stream was made: players keep arrays by that number (hls.js does, and
    /// stands still for minutes with Unix seconds).
    pub discontinuities_from_ms: i64,
}

impl Default for PackagerConfig {
    fn default() -> Self {
        Self {
            part_target_ms: 300,
            segment_target_ms: 2_000,
            window_segments: 10,
            // 2026-01-01
            discontinuities_from_ms: 1_767_225_600_000,
        }
    }
}

impl PackagerConfig {
    /// Whether these can be kept.
    ///
    /// # Errors
    /// [`HlsErrorCode::ConfigInvalid`](crate::HlsErrorCode::ConfigInvalid), with the key.
    pub fn check(&self) -> Result<(), HlsError> {
        if !PART_TARGET_MS.contains(&self.part_target_ms) {
            return Err(HlsError::config("part_target_ms must be from 50 to 2000"));
        }
        if !SEGMENT_TARGET_MS.contains(&self.segment_target_ms) {
            return Err(HlsError::config(
                "segment_target_ms must be from 1000 to 10000",
            ));
        }
        if self.part_target_ms > self.segment_target_ms {
            return Err(HlsError::config(
                "part_target_ms must not be above segment_target_ms",
            ));
        }
        if !WINDOW_SEGMENTS.contains(&self.window_segments) {
            return Err(HlsError::config("window_segments must be from 3 to 1000"));
        }
        Ok(())
    }

    pub(super) fn segment_ms(&self) -> i64 {
        i64::from(self.segment_target_ms)
    }

    pub(super) fn part_ms(&self) -> i64 {
        i64::from(self.part_target_ms)
    }

    /// Milliseconds of complete segments that a playlist has.
    pub(super) fn window_ms(&self) -> i64 {
        let segments = i64::try_from(self.window_segments).unwrap_or(i64::MAX);
        segments.saturating_mul(self.segment_ms())
    }
}
