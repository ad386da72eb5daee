//! How regularly a track's frames come, and the part target that fits them.

/// Milliseconds that a part may last beyond whole frames: RTMP rounds times to milliseconds, so
/// nine frames of 33⅓ ms last 299 to 301.
const ROUNDING_MS: i64 = 1;
/// `PART-TARGET` at most, milliseconds, however slowly frames come.
pub(crate) const PART_TARGET_MS_MAX: i64 = 1_000;
/// Frames that are remembered.
const GAPS_MAX: usize = 256;

/// The times between the last frames.
#[derive(Debug, Default, Clone)]
pub(crate) struct Pace {
    gaps_ms: std::collections::VecDeque<i64>,
    sum_ms: i64,
}

impl Pace {
    /// A frame came `gap_ms` after the one before.
    pub(crate) fn record(&mut self, gap_ms: i64) {
        if self.gaps_ms.len() == GAPS_MAX {
            self.sum_ms -= self.gaps_ms.pop_front().unwrap_or(0);
        }
        self.gaps_ms.push_back(gap_ms);
        self.sum_ms += gap_ms;
    }

    /// Frames a second, as whole as the milliseconds of the input allow.
    #[expect(clippy::cast_precision_loss, reason = "counts of some hundred")]
    pub(crate) fn fps(&self) -> Option<f64> {
        if self.gaps_ms.is_empty() || self.sum_ms <= 0 {
            return None;
        }
        let fps = self.gaps_ms.len() as f64 * 1_000.0 / self.sum_ms as f64;
        // The ends of the measured time are each up to half a millisecond off.
        let tolerance = (fps / self.sum_ms as f64).max(fps * 0.000_2);
        let whole = [fps.round(), fps.round() / 1.001];
        let near = whole.into_iter().min_by(|a, b| {
            let (a, b) = ((a - fps).abs(), (b - fps).abs());
            a.total_cmp(&b)
        })?;
        Some(if (near - fps).abs() <= tolerance {
            near
        } else {
            fps
        })
    }

    /// The usual time between frames, milliseconds times 1,000; `None` before two frames.
    fn usual_us(&self) -> Option<i64> {
        let mut gaps: Vec<_> = self.gaps_ms.iter().copied().collect();
        gaps.sort_unstable();
        let median = *gaps.get(gaps.len() / 2)?;
        // The mean of those that are the median but for rounding.
        let near = gaps.iter().filter(|gap| (**gap - median).abs() <= 2);
        let (count, sum) = near.fold((0, 0), |(count, sum), gap| (count + 1, sum + gap));
        Some(sum * 1_000 / i64::max(count, 1))
    }

    /// The `PART-TARGET` in milliseconds that lets parts of about `wanted_ms` end between frames.
    pub(crate) fn part_target_ms(&self, wanted_ms: i64) -> i64 {
        let Some(frame_us) = self.usual_us().filter(|us| *us > 0) else {
            return wanted_ms;
        };
        let frames = (wanted_ms * 1_000 / frame_us).max(1);
        let whole_ms = (frames * frame_us + 999) / 1_000;
        (whole_ms + ROUNDING_MS).min(PART_TARGET_MS_MAX.max(wanted_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(gaps: impl IntoIterator<Item = i64>) -> Pace {
        let mut pace = Pace::default();
        for gap in gaps {
            pace.record(gap);
        }
        pace
    }

    #[test]
    fn thirty_frames_are_thirty() {
        let pace = pace([33, 33, 34].into_iter().cycle().take(60));
        assert_eq!(pace.fps(), Some(30.0));
        assert_eq!(pace.part_target_ms(300), 301, "nine frames");
    }

    #[test]
    fn ntsc_is_told_from_thirty() {
        // 60 frames of 1001/30 ms, times rounded down as an encoder does.
        let times: Vec<_> = (0..=120_i64).map(|n| n * 1_001 / 30).collect();
        let pace = pace(times.windows(2).map(|pair| pair[1] - pair[0]));
        let fps = pace.fps().unwrap();
        assert!((fps - 30.0 / 1.001).abs() < 0.001, "{fps}");
    }

    #[test]
    fn slow_frames_make_long_parts() {
        assert_eq!(pace([200; 10]).part_target_ms(300), 201);
        assert_eq!(pace([500; 10]).part_target_ms(300), 501);
        assert_eq!(pace([5_000; 10]).part_target_ms(300), 1_000);
        assert_eq!(pace([]).part_target_ms(300), 300);
    }
}
