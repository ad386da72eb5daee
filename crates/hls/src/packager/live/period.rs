//! Periods: what lies between two discontinuities.

use super::Live;
use crate::{limits::PERIOD_MS_MIN, time::from_ms};

/// Milliseconds of a last frame whose real duration nobody will tell.
const LAST_FRAME_MS: i64 = 33;

/// Why a new period must begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Switch {
    /// A codec record changed; the clock goes on.
    Config,
    /// The encoder's clock jumped, or paused for longer than the segment has room.
    Jump,
    /// Another session: everything is new.
    Session,
}

impl Live {
    /// A new period must begin.
    pub(in super::super) fn want(&mut self, switch: Switch) {
        self.switch = self.switch.max(Some(switch));
    }

    /// Whether a discontinuity may come now: their numbers must not overtake the clock.
    pub(super) const fn may_switch(&self, now_ms: i64) -> bool {
        self.is_untouched() || now_ms.saturating_sub(self.period.begun_ms) >= PERIOD_MS_MIN
    }

    /// Nothing came in this period yet.
    const fn is_untouched(&self) -> bool {
        self.video.track.is_none() && self.audio.track.is_none()
    }

    /// Begins the period that is wanted.
    pub(super) fn switch_period(&mut self, now_ms: i64) {
        let Some(switch) = self.switch.take() else {
            return;
        };
        self.flush(now_ms);
        if !self.is_untouched() {
            self.period.discontinuity += 1;
        }
        self.period.begun_ms = now_ms;
        self.video.leave_period(switch);
        self.audio.leave_period(switch);
    }

    /// Completes everything that is pending, as if nothing followed.
    pub(in super::super) fn flush(&mut self, now_ms: i64) {
        if let Some(held) = &self.video.held {
            let usual_ms = self.video.gap_ms.unwrap_or(LAST_FRAME_MS);
            let start_ms = crate::time::to_ms(held.start);
            let room = self.video.rendition.as_ref().map_or(0, |rendition| {
                rendition.segment_start() + from_ms(self.plan.video_limit_ms()) - held.start
            });
            let end_ms = start_ms + usual_ms.min(crate::time::to_ms(room)).max(1);
            self.complete_video(end_ms, now_ms);
        }
        for rendition in [&mut self.video.rendition, &mut self.audio.rendition]
            .into_iter()
            .flatten()
        {
            rendition.cut(now_ms);
        }
    }
}
