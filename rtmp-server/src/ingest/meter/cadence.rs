//! Which pictures are missing: where they came as regularly as a clock, a gap of three frames'
//! time means that two were left out.

use std::collections::VecDeque;

/// Gaps that are remembered.
const GAPS_MAX: usize = 32;
/// Gaps that must be known before one can be told to be too long.
const GAPS_MIN: usize = 8;
/// Per cent of the gaps that must be the usual one. Others are pictures that are sent when
/// something changes, of which none is missing.
const STEADY_PERCENT: usize = 75;
/// Milliseconds by which a gap may be off: times are rounded.
const ROUNDING_MS: i64 = 2;
/// Milliseconds beyond which a gap is a jump of the clock.
const GAP_MS_MAX: i64 = 10_000;

/// The times between the last pictures.
#[derive(Debug, Default)]
pub(super) struct Cadence {
    last_ms: Option<i64>,
    gaps_ms: VecDeque<i64>,
}

impl Cadence {
    /// A picture came. Answers how many are missing before it.
    pub(super) fn record(&mut self, timestamp_ms: i64) -> i64 {
        let Some(last_ms) = self.last_ms.replace(timestamp_ms) else {
            return 0;
        };
        let gap_ms = timestamp_ms.saturating_sub(last_ms);
        if !(1..=GAP_MS_MAX).contains(&gap_ms) {
            return 0;
        }
        let missing = self.usual_ms().map_or(0, |usual| {
            // To the nearest whole number of frames.
            ((gap_ms + usual / 2) / usual - 1).max(0)
        });
        if self.gaps_ms.len() == GAPS_MAX {
            self.gaps_ms.pop_front();
        }
        self.gaps_ms.push_back(gap_ms);
        missing
    }

    /// The time between pictures, where they come regularly.
    fn usual_ms(&self) -> Option<i64> {
        if self.gaps_ms.len() < GAPS_MIN {
            return None;
        }
        let mut gaps: Vec<_> = self.gaps_ms.iter().copied().collect();
        gaps.sort_unstable();
        let median = gaps[gaps.len() / 2];
        let near = gaps
            .iter()
            .filter(|gap| (*gap - median).abs() <= ROUNDING_MS);
        (near.count() * 100 >= gaps.len() * STEADY_PERCENT).then_some(median)
    }
}
