//! What is measured of an encoder's media between two heartbeats.

mod cadence;
mod line;

use crate::origin::Publisher;
use cadence::Cadence;
use line::Line;
use live_hls::Update;
use live_protocol::ingest::IngestReport;
use std::time::{Duration, Instant};

/// Sums since the last report; lag and cadence since the first frame.
pub(crate) struct Meter {
    since: Instant,
    video_bytes: u64,
    audio_bytes: u64,
    frames: u32,
    dropped: i64,
    cadence: Cadence,
    video_line: Line,
    audio_line: Line,
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
            cadence: Cadence::default(),
            video_line: Line::default(),
            audio_line: Line::default(),
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
        self.dropped += self.cadence.record(timestamp_ms);
        self.video_line.arrive(timestamp_ms, now);
    }

    /// An audio frame came.
    pub(crate) fn audio(&mut self, bytes: usize, timestamp_ms: i64, now: Instant, update: Update) {
        self.audio_bytes += bytes as u64;
        if update.dropped.is_some() {
            self.dropped += 1;
        }
        self.audio_line.arrive(timestamp_ms, now);
    }

    /// A message came that can't be used.
    pub(crate) fn skipped(&mut self) {
        self.dropped += 1;
    }

    /// The lag of the medium that is the latest; as it was if nothing came.
    fn update_lag_ms(&mut self) -> i64 {
        let lags = [self.video_line.take_lag_ms(), self.audio_line.take_lag_ms()];
        self.lag_ms = lags.into_iter().flatten().max().unwrap_or(self.lag_ms);
        self.lag_ms
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
            lag_ms: self.update_lag_ms(),
        };
        *self = Self {
            cadence: std::mem::take(&mut self.cadence),
            video_line: std::mem::take(&mut self.video_line),
            audio_line: std::mem::take(&mut self.audio_line),
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
mod tests;
