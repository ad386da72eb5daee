//! What is told of the incoming video, whether it is packaged yet or not.

use crate::rendition::Pace;

/// Milliseconds between frames that say nothing of the pace: a jump.
const GAP_MS_MAX: i64 = 10_000;

/// Measures the video as it comes in.
#[derive(Debug, Default)]
pub(super) struct VideoMeter {
    pub(super) pace: Pace,
    last_ms: Option<i64>,
    key_ms: Option<i64>,
    keyframe_interval_ms: Option<u32>,
}

impl VideoMeter {
    pub(super) fn record(&mut self, dts_ms: i64, keyframe: bool) {
        if let Some(last) = self.last_ms.replace(dts_ms)
            && let gap = dts_ms.saturating_sub(last)
            && (1..GAP_MS_MAX).contains(&gap)
        {
            self.pace.record(gap);
        }
        if keyframe && let Some(key) = self.key_ms.replace(dts_ms) {
            self.keyframe_interval_ms = u32::try_from(dts_ms.saturating_sub(key)).ok();
        }
    }

    /// Milliseconds between the last two key frames.
    pub(super) const fn keyframe_interval_ms(&self) -> Option<u32> {
        self.keyframe_interval_ms
    }
}
