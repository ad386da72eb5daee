//! How good incoming media is: a judgement over the last few reports of a stream.

use live_protocol::{ingest::IngestReport, live::Health};
use std::collections::VecDeque;

/// Reports over which the frame rate is compared: about ten seconds.
const RATES_MAX: usize = 5;
/// Key frames farther apart than this make viewers wait.
const KEYFRAME_INTERVAL_FAIR_MS: u32 = 4_500;
/// Media that arrives this much later than its timestamps say: the line is too slow.
const LAG_FAIR_MS: i64 = 1_000;
/// Beyond this, viewers stall.
const LAG_POOR_MS: i64 = 3_000;
/// Share of frames dropped above which it shows.
const DROPS_FAIR: f64 = 0.005;
/// Share of frames dropped above which it hurts.
const DROPS_POOR: f64 = 0.05;
/// Departure of the frame rate from its mean above which it is uneven.
const UNEVEN_FAIR: f64 = 0.2;
/// Departure of the frame rate from its mean above which motion breaks.
const UNEVEN_POOR: f64 = 0.5;
/// Seconds that a report covers.
const REPORT_S: f64 = 2.0;

/// Judges one stream's reports in their order.
#[derive(Debug, Default)]
pub struct HealthJudge {
    rates: VecDeque<f64>,
}

impl HealthJudge {
    /// How good the media is, by this report and the ones before it: as bad as its worst sign.
    pub fn judge(&mut self, report: &IngestReport) -> Health {
        if report.video_bps == 0 && report.audio_bps == 0 {
            return Health::Poor;
        }
        let lag = grade(report.lag_ms >= LAG_FAIR_MS, report.lag_ms >= LAG_POOR_MS);
        if report.video_codec.is_none() && report.fps == 0.0 {
            return lag; // audio alone
        }
        let keyframes = report.keyframe_interval_ms.unwrap_or(0);
        let signs = [
            lag,
            grade(keyframes > KEYFRAME_INTERVAL_FAIR_MS, false),
            drops(report),
            self.evenness(report.fps),
        ];
        signs.into_iter().fold(Health::Good, |worst, sign| {
            if sign.is_worse_than(worst) {
                sign
            } else {
                worst
            }
        })
    }

    fn evenness(&mut self, fps: f64) -> Health {
        self.rates.push_back(fps);
        if self.rates.len() > RATES_MAX {
            self.rates.pop_front();
        }
        if fps < 1.0 {
            return Health::Poor;
        }
        #[expect(clippy::cast_precision_loss, reason = "five at most")]
        let mean = self.rates.iter().sum::<f64>() / self.rates.len() as f64;
        let off = (fps - mean).abs() / mean;
        grade(off > UNEVEN_FAIR, off > UNEVEN_POOR)
    }
}

fn drops(report: &IngestReport) -> Health {
    #[expect(clippy::cast_precision_loss, reason = "frames of two seconds")]
    let dropped = report.frames_dropped as f64;
    let share = dropped / report.fps.mul_add(REPORT_S, dropped).max(1.0);
    grade(share > DROPS_FAIR, share > DROPS_POOR)
}

const fn grade(fair: bool, poor: bool) -> Health {
    if poor {
        Health::Poor
    } else if fair {
        Health::Fair
    } else {
        Health::Good
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> IngestReport {
        IngestReport {
            video_bps: 3_000_000,
            audio_bps: 128_000,
            fps: 30.0,
            keyframe_interval_ms: Some(2_000),
            video_codec: Some("avc1.64001f".into()),
            ..IngestReport::default()
        }
    }

    fn judged(change: impl FnOnce(&mut IngestReport)) -> Health {
        let mut judge = HealthJudge::default();
        for _ in 0..4 {
            assert_eq!(judge.judge(&report()), Health::Good);
        }
        let mut changed = report();
        change(&mut changed);
        judge.judge(&changed)
    }

    #[test]
    fn each_sign_counts() {
        assert_eq!(judged(|_| {}), Health::Good);
        assert_eq!(
            judged(|r| r.keyframe_interval_ms = Some(10_000)),
            Health::Fair
        );
        assert_eq!(judged(|r| r.lag_ms = 1_500), Health::Fair);
        assert_eq!(judged(|r| r.lag_ms = 5_000), Health::Poor);
        assert_eq!(judged(|r| r.frames_dropped = 1), Health::Fair);
        assert_eq!(judged(|r| r.frames_dropped = 10), Health::Poor);
        assert_eq!(judged(|r| r.fps = 20.0), Health::Fair);
        assert_eq!(judged(|r| r.fps = 8.0), Health::Poor);
        assert_eq!(judged(|r| r.fps = 0.0), Health::Poor);
        assert_eq!(
            judged(|r| (r.video_bps, r.audio_bps) = (0, 0)),
            Health::Poor
        );
    }

    #[test]
    fn audio_alone_is_judged_by_its_lag() {
        let mut judge = HealthJudge::default();
        let mut audio = IngestReport {
            audio_bps: 128_000,
            ..IngestReport::default()
        };
        assert_eq!(judge.judge(&audio), Health::Good);
        audio.lag_ms = 4_000;
        assert_eq!(judge.judge(&audio), Health::Poor);
    }
}
