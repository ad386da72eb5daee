//! The presentation once its playlists exist.

mod audio;
mod audio_clock;
mod period;
mod video;

use super::PackagerConfig;
use crate::{
    codec::AudioTrack,
    limits::{AUDIO_OVER_TARGET_MS, TIMELINE_START_MS, VIDEO_OVER_TARGET_MS},
    rendition::{PART_TARGET_MS_MAX, Pace, Rendition, RenditionTargets},
    time::{FLICKS_A_MS, from_ms, from_samples, to_ms},
};
use audio::AudioState;
use video::VideoState;

pub(super) use period::Switch;

/// Part targets that a player stays behind (`PART-HOLD-BACK`; should be at least three).
const PART_HOLD_BACK_TARGETS: i64 = 3;
/// Target durations that a playlist has at least (rfc8216bis, 6.2.2).
const WINDOW_TARGETS: i64 = 3;

/// What was promised to players and can't change.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    pub(super) target_duration_s: u32,
    pub(super) part_hold_back_ms: i64,
    segment_target_ms: i64,
    video_part: i64,
    /// `PART-TARGET` that was wished, milliseconds.
    part_wish_ms: i64,
    keep: i64,
    /// Number of the first segments.
    msn: u64,
    /// Number of the first parts.
    part_number: u64,
}

impl Plan {
    pub(super) fn new(
        config: &PackagerConfig,
        created_ms: i64,
        target_duration_s: u32,
        pace: &Pace,
        audio: Option<&AudioTrack>,
    ) -> Self {
        let wish_ms = config.part_ms();
        let video_part = from_ms(pace.part_target_ms(wish_ms));
        let audio_part = audio.map_or(0, |track| audio_part(track, wish_ms));
        let longest = video_part.max(audio_part).max(from_ms(wish_ms));
        let hold_back = longest * PART_HOLD_BACK_TARGETS;
        let target_ms = 1_000 * i64::from(target_duration_s);
        let unix_ms = u64::try_from(created_ms).unwrap_or(0);
        Self {
            target_duration_s,
            part_hold_back_ms: (hold_back + FLICKS_A_MS - 1) / FLICKS_A_MS,
            segment_target_ms: config.segment_ms(),
            video_part,
            part_wish_ms: wish_ms,
            keep: from_ms(config.window_ms().max(WINDOW_TARGETS * target_ms)),
            msn: unix_ms / 1_000,
            part_number: unix_ms,
        }
    }

    /// Milliseconds that a video segment may last.
    fn video_limit_ms(&self) -> i64 {
        1_000 * i64::from(self.target_duration_s) + VIDEO_OVER_TARGET_MS
    }

    /// Flicks that an audio segment may last.
    fn audio_limit(&self) -> i64 {
        from_ms(1_000 * i64::from(self.target_duration_s) + AUDIO_OVER_TARGET_MS)
    }

    const fn targets(&self, part: i64, msn: u64) -> RenditionTargets {
        RenditionTargets {
            part,
            keep: self.keep,
            msn,
            part_number: self.part_number,
        }
    }
}

/// The `PART-TARGET` of an audio track: whole frames.
fn audio_part(track: &AudioTrack, wish_ms: i64) -> i64 {
    let frame = from_samples(track.frame_samples, track.sample_rate_hz);
    let frames = (from_ms(wish_ms) / frame.max(1)).max(1);
    (frames * frame).min(from_ms(PART_TARGET_MS_MAX.max(wish_ms)))
}

/// A stretch of the timeline between two discontinuities.
#[derive(Debug)]
struct Period {
    discontinuity: u64,
    begun_ms: i64,
}

/// The presentation once its playlists exist.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) plan: Plan,
    pub(super) video: VideoState,
    pub(super) audio: AudioState,
    period: Period,
    /// A new period is wanted; it begins at the next frame that may begin one.
    switch: Option<Switch>,
    /// Unix milliseconds of the timeline's zero.
    wall_offset_ms: i64,
    /// What `EXT-X-DISCONTINUITY-SEQUENCE` is below the numbers of the init sections, which are
    /// Unix seconds.
    pub(super) discontinuity_offset: u64,
    /// Every video segment so far began with a key frame.
    pub(super) independent: bool,
}

impl Live {
    pub(super) fn new(
        plan: Plan,
        created_ms: i64,
        wall_offset_ms: i64,
        counted_from_ms: i64,
    ) -> Self {
        Self {
            plan,
            video: VideoState::default(),
            audio: AudioState::default(),
            period: Period {
                discontinuity: u64::try_from(created_ms / 1_000).unwrap_or(0),
                begun_ms: created_ms,
            },
            switch: None,
            wall_offset_ms,
            discontinuity_offset: u64::try_from(counted_from_ms / 1_000).unwrap_or(0),
            independent: true,
        }
    }

    /// The first session's times are on the timeline `offset_ms` after the encoder's.
    pub(super) const fn set_offset(&mut self, offset_ms: i64, has_video: bool) {
        if has_video {
            self.video.offset_ms = Some(offset_ms);
        } else {
            self.audio.offset_ms = Some(offset_ms);
        }
    }

    /// Where on the timeline something that arrives at `now_ms` belongs if nothing else tells:
    /// at the wall clock, and not before what is there.
    fn anchor_ms(&self, now_ms: i64) -> i64 {
        let ends = [&self.video.rendition, &self.audio.rendition]
            .into_iter()
            .flatten()
            .map(|rendition| to_ms(rendition.end() + FLICKS_A_MS - 1));
        ends.fold(
            TIMELINE_START_MS.max(now_ms.saturating_sub(self.wall_offset_ms)),
            i64::max,
        )
    }

    /// The sum of what grows with each change of a playlist.
    pub(super) fn version(&self) -> u64 {
        self.renditions().map(Rendition::version).sum()
    }

    pub(super) fn segments(&self) -> u64 {
        self.renditions().map(Rendition::segments).sum()
    }

    fn renditions(&self) -> impl Iterator<Item = &Rendition> {
        [&self.video.rendition, &self.audio.rendition]
            .into_iter()
            .flatten()
    }
}
