//! The clock of audio. Frames have exact durations and times that were rounded to milliseconds,
//! jitter, drift and have holes: frames are laid end to end, and the difference to their times is
//! watched.

use crate::{
    limits::TRACK_SKEW_MS_MAX,
    time::{FLICKS_A_MS, from_ms},
};

/// Milliseconds that a frame may be away from where it is laid before something is done at once.
const AWAY_MS_MAX: i64 = 100;
/// Milliseconds that frames may be away on average.
const DRIFT_MS_MIN: i64 = 20;
/// The average is over about so many frames.
const DRIFT_FRAMES: i64 = 64;
/// Frames that may be dropped in a row for their time before their clock is taken for another.
const ASTRAY_FRAMES_MAX: u32 = 100;

/// What to do with a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placement {
    /// Lay it behind the last one.
    Follow,
    /// Something is missing before it, up to this time.
    Gap(i64),
    /// It is before what is laid already: drop it.
    Late,
    /// It is nowhere near: drop it.
    Astray,
    /// It was astray for so long that this is how it is now: its clock is another.
    Moved,
}

/// Where audio is, flicks.
#[derive(Debug)]
pub(super) struct AudioClock {
    /// Where the next frame is laid.
    pub(super) next: i64,
    drift: i64,
    astray: u32,
}

impl AudioClock {
    pub(super) const fn new(next: i64) -> Self {
        Self {
            next,
            drift: 0,
            astray: 0,
        }
    }

    /// Says what to do with a frame of the given time and duration.
    pub(super) fn place(&mut self, at: i64, duration: i64) -> Placement {
        let away = at - self.next;
        if away < -from_ms(AWAY_MS_MAX) || away > from_ms(TRACK_SKEW_MS_MAX) {
            self.astray += 1;
            return if self.astray > ASTRAY_FRAMES_MAX {
                self.astray = 0;
                self.drift = 0;
                Placement::Moved
            } else if away.abs() > from_ms(TRACK_SKEW_MS_MAX) {
                Placement::Astray
            } else {
                Placement::Late
            };
        }
        self.astray = 0;
        if away > from_ms(AWAY_MS_MAX) {
            self.drift = 0;
            return Placement::Gap(at);
        }
        self.drift += (away - self.drift) / DRIFT_FRAMES;
        let most = duration.max(DRIFT_MS_MIN * FLICKS_A_MS);
        if self.drift > most {
            let missing = std::mem::take(&mut self.drift);
            return Placement::Gap(self.next + missing);
        }
        if self.drift < -most {
            self.drift += duration;
            return Placement::Late;
        }
        Placement::Follow
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::from_samples;

    const FRAME: (u32, u32) = (1_024, 44_100);

    /// Lays `count` frames whose n-th time is `at_ms(n)`; returns what was done and where the
    /// clock is at the end, milliseconds.
    fn lay(count: i64, at_ms: impl Fn(i64) -> i64) -> (Vec<(i64, Placement)>, i64) {
        let duration = from_samples(FRAME.0, FRAME.1);
        let mut clock = AudioClock::new(0);
        let mut unusual = Vec::new();
        for n in 0..count {
            let placement = clock.place(from_ms(at_ms(n)), duration);
            match placement {
                Placement::Follow => clock.next += duration,
                Placement::Gap(until) => clock.next = until + duration,
                Placement::Late | Placement::Astray | Placement::Moved => {}
            }
            if placement != Placement::Follow {
                unusual.push((n, placement));
            }
        }
        (unusual, clock.next / FLICKS_A_MS)
    }

    fn exact_ms(n: i64) -> i64 {
        n * 1_024 * 1_000 / 44_100
    }

    #[test]
    fn rounded_times_are_laid_end_to_end() {
        assert_eq!(lay(10_000, exact_ms), (vec![], exact_ms(10_000)));
    }

    #[test]
    fn jitter_of_a_frame_changes_nothing() {
        let (unusual, _) = lay(10_000, |n| exact_ms(n) + (n * 7) % 23 - 11);
        assert_eq!(unusual, []);
    }

    #[test]
    fn drift_is_followed_within_a_frame_or_so() {
        for per_mille in [-1, 1] {
            let clock = |n| exact_ms(n) + exact_ms(n) * per_mille / 1_000;
            let (unusual, end) = lay(20_000, clock);
            assert!(!unusual.is_empty());
            assert!((end - clock(20_000)).abs() < 60, "{end} {}", clock(20_000));
        }
    }

    #[test]
    fn a_hole_is_a_gap_and_a_step_back_is_late() {
        let (unusual, _) = lay(100, |n| exact_ms(n) + if n >= 50 { 500 } else { 0 });
        assert_eq!(unusual, [(50, Placement::Gap(from_ms(exact_ms(50) + 500)))]);
        let (unusual, _) = lay(100, |n| exact_ms(n) - if n >= 50 { 500 } else { 0 });
        assert!(
            unusual
                .iter()
                .all(|(_, placement)| *placement == Placement::Late)
        );
        // Half a second of frames, less the 100 ms that are tolerated.
        assert!((17..=22).contains(&unusual.len()), "{}", unusual.len());
    }

    #[test]
    fn another_clock_is_recognised_in_time() {
        let (unusual, _) = lay(200, |n| exact_ms(n) + if n >= 50 { 3_600_000 } else { 0 });
        let moved = unusual
            .iter()
            .position(|(_, placement)| *placement == Placement::Moved);
        assert_eq!(moved, Some(ASTRAY_FRAMES_MAX as usize));
    }
}
