//! What is measured of an encoder's media between two heartbeats.

use crate::origin::Publisher;
use live_hls::Update;
use live_protocol::ingest::IngestReport;
use std::time::{Duration, Instant};

/// Sums since the last report; the lag since the first frame.
pub(crate) struct Meter {
    since: Instant,
    video_bytes: u64,
    audio_bytes: u64,
    frames: u32,
    dropped: i64,
    /// Wall clock and media time of the frame that came with the least delay.
    earliest: Option<(Instant, i64)>,
    lag_ms: i64,
}

impl Meter {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            since: now,
            video_bytes: 0,
            audio_bytes: 0,
            frames: 0,
            dropped: 0,
            earliest: None,
            lag_ms: 0,
        }
    }

    /// A picture came.
    pub(crate) fn video(&mut self, bytes: usize, timestamp_ms: i64, now: Instant, update: Update) {
        self.video_bytes += bytes as u64;
        if update.dropped.is_some() {
            self.dropped += 1;
        } else {
            self.frames += 1;
        }
        self.arrival(timestamp_ms, now);
    }

    /// An audio frame came.
    pub(crate) fn audio(&mut self, bytes: usize, timestamp_ms: i64, now: Instant, update: Update) {
        self.audio_bytes += bytes as u64;
        if update.dropped.is_some() {
            self.dropped += 1;
        }
        self.arrival(timestamp_ms, now);
    }

    /// A message came that can't be used.
    pub(crate) fn skipped(&mut self) {
        self.dropped += 1;
    }

    /// How much later than its timestamp says, against the quickest frame so far.
    fn arrival(&mut self, timestamp_ms: i64, now: Instant) {
        let (wall, media_ms) = *self.earliest.get_or_insert((now, timestamp_ms));
        let waited = i64::try_from(now.duration_since(wall).as_millis()).unwrap_or(i64::MAX);
        let lag = waited.saturating_sub(timestamp_ms.saturating_sub(media_ms));
        if lag < 0 {
            self.earliest = Some((now, timestamp_ms));
        }
        self.lag_ms = lag.max(0);
    }

    /// Bits of this interval, audio and video together, per second.
    pub(crate) fn bitrate_bps(&self, now: Instant) -> u64 {
        per_second(
            (self.video_bytes + self.audio_bytes) * 8,
            now.duration_since(self.since),
        )
    }

    /// The report of this interval; the next one begins.
    pub(crate) fn report(&mut self, now: Instant, publisher: &Publisher) -> IngestReport {
        let span = now.duration_since(self.since);
        let video = publisher.video_info();
        let report = IngestReport {
            video_bps: signed(per_second(self.video_bytes * 8, span)),
            audio_bps: signed(per_second(self.audio_bytes * 8, span)),
            fps: f64::from(self.frames) / span.as_secs_f64().max(0.001),
            frames_dropped: self.dropped,
            keyframe_interval_ms: video.as_ref().and_then(|video| video.keyframe_interval_ms),
            width: video.as_ref().map(|video| video.width),
            height: video.as_ref().map(|video| video.height),
            video_codec: video.map(|video| video.codec),
            audio_codec: publisher.audio_info().map(|audio| audio.codec),
            lag_ms: self.lag_ms,
        };
        *self = Self {
            earliest: self.earliest,
            lag_ms: self.lag_ms,
            ..Self::new(now)
        };
        report
    }
}

fn per_second(count: u64, span: Duration) -> u64 {
    let ms = u64::try_from(span.as_millis()).unwrap_or(u64::MAX).max(1);
    count.saturating_mul(1_000) / ms
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lag_is_measured_against_the_quickest_frame() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut meter = Meter::new(start);
        let good = Update::default();
        meter.video(1_000, 5_000, at(500), good);
        meter.video(1_000, 5_040, at(540), good);
        assert_eq!(meter.lag_ms, 0);
        // A burst: media of a second comes within 10 ms. The line is quicker than we thought.
        meter.video(1_000, 6_040, at(550), good);
        assert_eq!(meter.lag_ms, 0);
        meter.video(1_000, 6_080, at(2_550), good);
        assert_eq!(meter.lag_ms, 1_960);
        assert_eq!(meter.bitrate_bps(at(4_000)), 8_000);
    }
}
