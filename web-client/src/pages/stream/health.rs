//! How well the media arrives: plots, figures, and what to do about it.

use crate::{parts::while_visible::while_visible, room::state::Room, sdk};
use leptos::{prelude::*, task::spawn_local};
use live_protocol::{
    StreamId,
    ingest::IngestReport,
    live::{Health, StatsSample, StreamStats},
};
use live_ui::{
    badge::HealthBadge,
    chart::{LineChart, Point},
    format, glyph,
    state::Notice,
};
use std::time::Duration;

const REFRESH_PERIOD: Duration = Duration::from_secs(10);
/// Measures that came over the socket: ten minutes, one every two seconds.
const LIVE_SAMPLES_MAX: usize = 300;
/// Above that, people wait long for the picture, and the latency rises.
const KEYFRAME_INTERVAL_MAX_MS: u32 = 4_000;

/// What is measured of a stream: the stored samples and, between them, what the socket told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measures {
    pub(super) stats: RwSignal<Option<StreamStats>>,
    fresh: RwSignal<Vec<StatsSample>>,
    report: RwSignal<Option<IngestReport>>,
}

impl Measures {
    /// Follows the stream.
    pub(super) fn follow(id: StreamId, room: Room) -> Self {
        let measures = Self {
            stats: RwSignal::new(None),
            fresh: RwSignal::new(Vec::new()),
            report: RwSignal::new(None),
        };
        let load = move || {
            spawn_local(async move {
                // Old figures stay where new ones can't be had; the socket tells the most of it.
                if let Ok(stats) = sdk::live::stats(id).await {
                    measures.stats.try_set(Some(stats));
                }
            });
        };
        load();
        while_visible(REFRESH_PERIOD, load);
        Effect::new(move |_| {
            if let Some(health) = room.health.get() {
                measures.add(
                    health.at,
                    health.health,
                    health.report,
                    room.viewers.get_untracked(),
                );
            }
        });
        measures
    }

    fn add(self, at: live_protocol::Timestamp, health: Health, report: IngestReport, viewers: i64) {
        self.fresh.update(|fresh| {
            fresh.push(StatsSample {
                at,
                bitrate_bps: report.video_bps + report.audio_bps,
                fps: report.fps,
                frames_dropped: report.frames_dropped,
                viewers,
                health,
            });
            if fresh.len() > LIVE_SAMPLES_MAX {
                fresh.remove(0);
            }
        });
        self.report.set(Some(report));
    }

    /// Stored samples up to the first fresh one, then the fresh ones.
    fn points(self, of: fn(&StatsSample) -> f64) -> Signal<Vec<Point>> {
        let point = move |sample: &StatsSample| Point {
            at: sample.at,
            value: of(sample),
        };
        Signal::derive(move || {
            self.fresh.with(|fresh| {
                let from = fresh.first().map(|sample| sample.at);
                let mut points = self.stats.with(|stats| {
                    let stored = stats.iter().flat_map(|stats| &stats.samples);
                    let before = stored.filter(|s| from.is_none_or(|from| s.at < from));
                    before.map(point).collect::<Vec<_>>()
                });
                points.extend(fresh.iter().map(point));
                points
            })
        })
    }

    pub(super) fn health(self) -> Signal<Health> {
        Signal::derive(move || {
            let fresh = self
                .fresh
                .with(|fresh| fresh.last().map(|sample| sample.health));
            fresh
                .or_else(|| self.stats.with(|s| s.as_ref().map(|s| s.health)))
                .unwrap_or(Health::Offline)
        })
    }
}

/// The plots.
#[component]
pub(super) fn Plots(
    /// What is measured.
    measures: Measures,
) -> impl IntoView {
    view! {
        <div class="plots">
            <LineChart
                title="Bitrate"
                points=measures.points(|s| float(s.bitrate_bps))
                unit=format::bitrate
                floor=500_000.0
            />
            <LineChart
                title="Frames per second"
                points=measures.points(|s| s.fps)
                unit=|value| format!("{value:.0} fps")
                floor=30.0
                colour="var(--good)"
            />
            <LineChart
                title="Dropped frames"
                points=measures.points(|s| float(s.frames_dropped))
                unit=|value| format!("{value:.0}")
                floor=10.0
                colour="var(--warn)"
            />
            <LineChart
                title="Viewers"
                points=measures.points(|s| float(s.viewers))
                unit=|value| format!("{value:.0}")
                floor=5.0
                colour="var(--text-soft)"
            />
        </div>
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a plot has fewer than 2^53 pixels"
)]
fn float(value: i64) -> f64 {
    value as f64
}

/// The state of the signal in words, with what can be done.
#[component]
pub(super) fn SignalState(
    /// What is measured.
    measures: Measures,
) -> impl IntoView {
    let facts = move || {
        measures.report.with(|report| {
            let report = report.as_ref()?;
            let size = report
                .width
                .zip(report.height)
                .map(|(w, h)| format!("{w} × {h}"));
            let codecs = [report.video_codec.as_deref(), report.audio_codec.as_deref()];
            let codecs: Vec<_> = codecs.into_iter().flatten().map(codec_name).collect();
            let keys = report
                .keyframe_interval_ms
                .map(|ms| format!("key frame every {:.1} s", f64::from(ms) / 1000.0));
            let words = [size, Some(codecs.join(" + ")), keys];
            let words: Vec<_> = words
                .into_iter()
                .flatten()
                .filter(|w| !w.is_empty())
                .collect();
            Some(words.join(" · "))
        })
    };
    let advice = move || {
        measures
            .report
            .with(|report| report.as_ref().and_then(advice))
    };
    view! {
        <div class="signal">
            <HealthBadge health=measures.health() />
            <span class="soft small num">{facts}</span>
        </div>
        {move || {
            advice()
                .map(|text| {
                    view! {
                        <Notice tone="warn" glyph=glyph::ALERT>
                            {text}
                        </Notice>
                    }
                })
        }}
    }
}

/// What people call a codec; its RFC 6381 name where we know no better.
fn codec_name(codec: &str) -> &str {
    match codec.split('.').next().unwrap_or(codec) {
        "avc1" | "avc3" => "H.264",
        "hvc1" | "hev1" => "HEVC",
        "av01" => "AV1",
        "vp09" => "VP9",
        "mp4a" => "AAC",
        "opus" | "Opus" => "Opus",
        _ => codec,
    }
}

/// The most helpful thing to say about a signal that is not good.
fn advice(report: &IngestReport) -> Option<&'static str> {
    if report.lag_ms > 2_000 {
        return Some(
            "Your line can't carry the bitrate: media arrives later and later. Lower the bitrate in the encoder.",
        );
    }
    if report.frames_dropped > 0 {
        return Some("Frames are missing. Close what else uses your line or your processor.");
    }
    if report
        .keyframe_interval_ms
        .is_some_and(|ms| ms > KEYFRAME_INTERVAL_MAX_MS)
    {
        return Some("Key frames are far apart. Set the encoder's keyframe interval to 2 seconds.");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_is_said_first() {
        let mut report = IngestReport {
            keyframe_interval_ms: Some(10_000),
            ..IngestReport::default()
        };
        assert!(advice(&report).unwrap().contains("keyframe interval"));
        report.frames_dropped = 3;
        assert!(advice(&report).unwrap().contains("missing"));
        report.lag_ms = 5_000;
        assert!(advice(&report).unwrap().contains("bitrate"));
        assert_eq!(advice(&IngestReport::default()), None);
    }

    #[test]
    fn codecs_have_the_names_people_use() {
        assert_eq!(codec_name("avc1.64001f"), "H.264");
        assert_eq!(codec_name("theora"), "theora");
    }
}
