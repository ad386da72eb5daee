//! Low-latency HLS.

use crate::ConfigError;
use serde::{Deserialize, Serialize};

/// Low-latency HLS.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HlsConfig {
    /// Milliseconds of a part.
    pub part_target_ms: u32,
    /// Milliseconds of a segment; it is cut at the next key frame.
    pub segment_target_ms: u32,
    /// Segments in the playlist.
    pub window_segments: usize,
    /// Seconds for which the playlist stays after the end.
    pub ended_keep_s: u64,
    /// Requests that may wait for a part or playlist of one stream.
    pub waiters_max: usize,
}

impl Default for HlsConfig {
    fn default() -> Self {
        Self {
            part_target_ms: 300,
            segment_target_ms: 2_000,
            window_segments: 10,
            ended_keep_s: 60,
            waiters_max: 10_000,
        }
    }
}

impl HlsConfig {
    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        let bad = |key, problem: &str| {
            Err(ConfigError::Value {
                key,
                problem: problem.into(),
            })
        };
        if !(100..=2_000).contains(&self.part_target_ms) {
            return bad("hls.part_target_ms", "must be from 100 to 2000");
        }
        if !(1_000..=10_000).contains(&self.segment_target_ms) {
            return bad("hls.segment_target_ms", "must be from 1000 to 10000");
        }
        if self.part_target_ms > self.segment_target_ms {
            return bad(
                "hls.part_target_ms",
                "must not be above hls.segment_target_ms",
            );
        }
        if !(4..=200).contains(&self.window_segments) {
            return bad("hls.window_segments", "must be from 4 to 200");
        }
        Ok(())
    }
}
