//! How late one medium comes.

use std::time::Instant;

/// Milliseconds by which a medium's times may step back; more is a clock that began again.
const STEP_BACK_MS_MAX: i64 = 1_000;

/// The arrival of one medium. Audio and video have one each: their clocks may differ, and jump one
/// after the other.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Wall clock and media time of the frame that came with the least delay since the medium's
    /// clock began.
    earliest: Option<(Instant, i64)>,
    last_ms: Option<i64>,
    lag_ms: i64,
    /// Something came since [`Line::take_lag_ms`].
    heard: bool,
}

impl Line {
    /// A frame came. Its lag is how much later it is than its time says, against the quickest
    /// frame so far.
    pub(super) fn arrive(&mut self, timestamp_ms: i64, now: Instant) {
        self.heard = true;
        let last_ms = self.last_ms.replace(timestamp_ms);
        if last_ms.is_some_and(|last| timestamp_ms.saturating_sub(last) < -STEP_BACK_MS_MAX) {
            // Against the old clock it would be late for ever.
            self.earliest = None;
        }
        let (wall, media_ms) = *self.earliest.get_or_insert((now, timestamp_ms));
        let waited = i64::try_from(now.duration_since(wall).as_millis()).unwrap_or(i64::MAX);
        let lag = waited.saturating_sub(timestamp_ms.saturating_sub(media_ms));
        if lag < 0 {
            self.earliest = Some((now, timestamp_ms));
        }
        self.lag_ms = lag.max(0);
    }

    /// The lag of the last frame, if one came since this was asked last.
    pub(super) fn take_lag_ms(&mut self) -> Option<i64> {
        std::mem::take(&mut self.heard).then_some(self.lag_ms)
    }
}
