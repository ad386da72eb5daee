//! Video: it leads. Its key frames end segments, its jumps begin periods.

use super::{Live, Switch};
use crate::{
    DropReason, VideoFrame,
    cmaf::{Sample, TrackKind, VIDEO_TIMESCALE, write_init},
    codec::VideoTrack,
    limits::{PAUSE_MS_MIN, STEP_BACK_MS_MAX, TRACK_SKEW_MS_MAX},
    packager::startup::ends_segment,
    rendition::Rendition,
    time::{FLICKS_A_MS, from_ms, to_ms},
};
use std::sync::Arc;

/// Milliseconds without video after which audio goes on alone.
const STALL_MS: i64 = 3_000;
/// Milliseconds that a segment lasts at least if the next key frame may come too late for it.
const EARLY_CUT_MS_MIN: i64 = 500;

/// What is remembered of the video.
#[derive(Debug, Default)]
pub(in super::super) struct VideoState {
    pub(in super::super) rendition: Option<Rendition>,
    /// The record in force in this period.
    pub(super) track: Option<Arc<VideoTrack>>,
    /// The record that was in force last.
    last_track: Option<Arc<VideoTrack>>,
    /// The last frame; it lasts until the next one comes.
    pub(super) held: Option<Sample>,
    /// Added to the encoder's times it gives the timeline's.
    pub(super) offset_ms: Option<i64>,
    /// Decoding time of the last frame on the timeline.
    last_ms: Option<i64>,
    /// Time between the last two frames.
    pub(super) gap_ms: Option<i64>,
    key_ms: Option<i64>,
    longest_gop_ms: i64,
    /// Frames were lost: decoding needs a key frame.
    await_key: bool,
    /// Arrival of the last frame that was taken.
    seen_ms: i64,
}

impl VideoState {
    pub(super) fn leave_period(&mut self, switch: Switch) {
        self.track = None;
        self.held = None;
        self.key_ms = None;
        self.await_key = true;
        if switch != Switch::Config {
            self.offset_ms = None;
            self.last_ms = None;
            self.gap_ms = None;
        }
        if switch == Switch::Session {
            self.longest_gop_ms = 0;
        }
    }

    /// The record that was in force last.
    pub(in super::super) fn last_track(&self) -> Option<&VideoTrack> {
        self.last_track.as_deref()
    }

    /// Where the last frame is on the timeline.
    pub(super) const fn last_ms(&self) -> Option<i64> {
        self.last_ms
    }
}

impl Live {
    /// Whether video comes, so that audio follows it.
    pub(super) fn video_leads(&self, now_ms: i64) -> bool {
        self.video.track.is_some() && now_ms.saturating_sub(self.video.seen_ms) < STALL_MS
    }

    pub(in super::super) fn take_video(
        &mut self,
        frame: VideoFrame,
        track: &Arc<VideoTrack>,
        now_ms: i64,
    ) -> Result<(), DropReason> {
        if self.video.track.as_ref().is_some_and(|now| now != track) {
            self.want(Switch::Config);
        } else if self.video_jumps(&frame) {
            self.want(Switch::Jump);
        }
        let must_be_key = self.switch.is_some() || self.video.track.is_none();
        if (must_be_key || self.video.await_key) && !frame.keyframe {
            return Err(DropReason::BeforeKeyframe);
        }
        if self.switch.is_some() {
            if !self.may_switch(now_ms) {
                return Err(DropReason::BeforeKeyframe);
            }
            self.switch_period(now_ms);
        }
        let at_ms = self.place_video(&frame, now_ms);
        if self.video.track.is_none() {
            self.begin_video(track, at_ms);
        }
        self.lay_video(frame, at_ms, now_ms)?;
        self.video.seen_ms = now_ms;
        self.fill_audio_stall(at_ms, now_ms);
        Ok(())
    }

    /// Whether the frame's time can't follow the last one's in this period.
    fn video_jumps(&self, frame: &VideoFrame) -> bool {
        let (Some(offset), Some(last)) = (self.video.offset_ms, self.video.last_ms) else {
            return false;
        };
        let at_ms = frame.dts_ms + offset;
        let gap_ms = at_ms - last;
        if gap_ms < -STEP_BACK_MS_MAX {
            return true;
        }
        let begun = self
            .video
            .rendition
            .as_ref()
            .map_or(0, Rendition::segment_start);
        gap_ms >= PAUSE_MS_MIN && at_ms - to_ms(begun) > self.plan.video_limit_ms()
    }

    /// The frame's decoding time on the timeline; always after the last one's.
    fn place_video(&mut self, frame: &VideoFrame, now_ms: i64) -> i64 {
        let rendition = self.video.rendition.as_ref();
        let end_ms = rendition.map_or(0, |rendition| to_ms(rendition.end() + FLICKS_A_MS - 1));
        let floor_ms = self
            .video
            .last_ms
            .map_or(end_ms, |last| end_ms.max(last + 1));
        if let Some(offset) = self.video.offset_ms {
            return (frame.dts_ms + offset).max(floor_ms);
        }
        let anchor_ms = self.anchor_ms(now_ms);
        // The encoder has one clock: audio that came before tells where this belongs.
        let beside_audio = self.audio.offset_ms.map(|offset| frame.dts_ms + offset);
        let at_ms = beside_audio
            .filter(|at_ms| (at_ms - anchor_ms).abs() <= TRACK_SKEW_MS_MAX)
            .unwrap_or(anchor_ms)
            .max(floor_ms);
        self.video.offset_ms = Some(at_ms - frame.dts_ms);
        at_ms
    }

    fn begin_video(&mut self, track: &Arc<VideoTrack>, at_ms: i64) {
        let plan = &self.plan;
        let msn = self
            .audio
            .rendition
            .as_ref()
            .map_or(plan.msn, |audio| audio.window().edge_msn());
        let rendition = self
            .video
            .rendition
            .get_or_insert_with(|| Rendition::new(plan.targets(plan.video_part, msn)));
        let init = write_init(TrackKind::Video(track));
        rendition.set_wall_offset(self.wall_offset_ms);
        rendition.begin(
            self.period.discontinuity,
            VIDEO_TIMESCALE,
            init,
            from_ms(at_ms),
        );
        self.video.track = Some(Arc::clone(track));
        self.video.last_track = Some(Arc::clone(track));
        self.video.await_key = false;
    }

    /// Puts the frame at its place: completes the one before it, ends the segment if it is time.
    fn lay_video(&mut self, frame: VideoFrame, at_ms: i64, now_ms: i64) -> Result<(), DropReason> {
        if let Some(last) = self.video.last_ms {
            self.video.gap_ms = Some(at_ms - last);
        }
        self.video.last_ms = Some(at_ms);
        self.complete_video(at_ms, now_ms);
        let pts_ms = at_ms + i64::from(frame.composition_offset_ms);
        if frame.keyframe {
            self.meet_key(at_ms, pts_ms, frame.data.len(), now_ms);
        }
        let Some(rendition) = &mut self.video.rendition else {
            return Err(DropReason::NoConfig);
        };
        if !rendition.has_room(frame.data.len()) {
            self.video.await_key = true;
            return Err(DropReason::TooMuch);
        }
        self.video.await_key = false;
        self.video.held = Some(Sample {
            start: from_ms(at_ms),
            duration: 0,
            composition: from_ms(i64::from(frame.composition_offset_ms)),
            sync: frame.keyframe,
            data: frame.data,
        });
        Ok(())
    }

    /// The held frame lasts until `end_ms`.
    pub(super) fn complete_video(&mut self, end_ms: i64, now_ms: i64) {
        let Some(rendition) = &mut self.video.rendition else {
            return;
        };
        let end = from_ms(end_ms);
        let Some(held) = self.video.held.take() else {
            rendition.advance(end);
            return;
        };
        let begun = rendition.segment_start();
        if held.start > begun && end - begun > from_ms(self.plan.video_limit_ms()) {
            // No key frame came in time, and the target duration stands.
            rendition.cut(now_ms);
            self.independent &= held.sync;
            self.audio
                .meet_boundary(held.start + held.composition, now_ms);
        }
        rendition.push(held);
        rendition.advance(end);
    }

    /// A key frame: ends the segment if it is long enough, or if the next key frame may come too
    /// late for it.
    fn meet_key(&mut self, at_ms: i64, pts_ms: i64, bytes: usize, now_ms: i64) {
        if let Some(last) = self.video.key_ms.replace(at_ms) {
            self.video.longest_gop_ms = self.video.longest_gop_ms.max(at_ms - last);
        }
        let Some(rendition) = &mut self.video.rendition else {
            return;
        };
        let elapsed_ms = at_ms - to_ms(rendition.segment_start());
        let next_ms = elapsed_ms + self.video.longest_gop_ms;
        // Sequence numbers began at Unix seconds and must not overtake them.
        let behind = i64::try_from(rendition.window().edge_msn()).unwrap_or(0) < now_ms / 1_000;
        let late = behind && next_ms > self.plan.video_limit_ms();
        let early = late && elapsed_ms >= EARLY_CUT_MS_MIN;
        let full = !rendition.has_room(bytes);
        if early || full || ends_segment(elapsed_ms, self.plan.segment_target_ms) {
            rendition.cut(now_ms);
            self.audio.meet_boundary(from_ms(pts_ms), now_ms);
        }
    }
}
