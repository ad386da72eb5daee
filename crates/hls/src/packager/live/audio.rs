//! Audio: it follows the video's cuts; alone it cuts by time.

use super::{
    Live, Switch,
    audio_clock::{AudioClock, Placement},
    audio_part,
};
use crate::{
    AudioCodec, AudioFrame, DropReason,
    cmaf::{Sample, TrackKind, write_init},
    codec::{AudioTrack, packet_samples},
    limits::{AUDIO_FRAME_BYTES_MAX, STEP_BACK_MS_MAX, TRACK_SKEW_MS_MAX},
    packager::silence::{Silence, silence},
    rendition::Rendition,
    time::{FLICKS_A_MS, from_ms, from_samples, to_ms},
};
use bytes::Bytes;
use std::{collections::VecDeque, sync::Arc};

/// Cuts of the video that audio may still have to follow; the oldest is forgotten beyond.
const BOUNDARIES_MAX: usize = 16;
/// Milliseconds that audio may be behind the video before silence takes its place; doubled when
/// the missing audio does come, later.
const STALL_MS_MIN: i64 = 2_000;
const STALL_MS_MAX: i64 = 8_000;
/// Milliseconds that a segment lasts at least before it follows a cut of the video.
const FOLLOW_MS_MIN: i64 = 500;
/// Milliseconds that are left open when silence is filled in.
const STALL_LEFT_MS: i64 = 200;

/// What is remembered of the audio.
#[derive(Debug)]
pub(in super::super) struct AudioState {
    pub(in super::super) rendition: Option<Rendition>,
    /// The record in force in this period.
    pub(super) track: Option<Arc<AudioTrack>>,
    /// The record that was in force last.
    last_track: Option<Arc<AudioTrack>>,
    /// Added to the encoder's times it gives the timeline's.
    pub(super) offset_ms: Option<i64>,
    clock: Option<AudioClock>,
    /// Cuts of the video, as presentation times, that audio didn't reach yet. Bounded; the
    /// oldest is dropped.
    boundaries: VecDeque<i64>,
    stall_ms: i64,
    /// Silence was put where audio may still come.
    stalled: bool,
}

impl Default for AudioState {
    fn default() -> Self {
        Self {
            rendition: None,
            track: None,
            last_track: None,
            offset_ms: None,
            clock: None,
            boundaries: VecDeque::new(),
            stall_ms: STALL_MS_MIN,
            stalled: false,
        }
    }
}

impl AudioState {
    /// The record that was in force last.
    pub(in super::super) fn last_track(&self) -> Option<&AudioTrack> {
        self.last_track.as_deref()
    }

    pub(super) fn leave_period(&mut self, switch: Switch) {
        self.track = None;
        self.boundaries.clear();
        if switch != Switch::Config {
            self.offset_ms = None;
            self.clock = None;
            self.stalled = false;
        }
    }

    /// The video was cut at `at`: audio is cut there too, now or when it gets there.
    pub(super) fn meet_boundary(&mut self, at: i64, now_ms: i64) {
        if self.track.is_none() {
            return;
        }
        match &mut self.rendition {
            Some(rendition) if rendition.end() >= at => {
                if rendition.end() - rendition.segment_start() >= from_ms(FOLLOW_MS_MIN) {
                    rendition.cut(now_ms);
                }
            }
            _ => {
                if self.boundaries.len() == BOUNDARIES_MAX {
                    self.boundaries.pop_front();
                }
                self.boundaries.push_back(at);
            }
        }
    }

    /// Whether a cut of the video has been reached by a frame that begins at `at`.
    fn passes_boundary(&mut self, at: i64, duration: i64) -> bool {
        let mut passed = false;
        while self
            .boundaries
            .front()
            .is_some_and(|boundary| *boundary <= at + duration / 2)
        {
            self.boundaries.pop_front();
            passed = true;
        }
        passed
    }
}

impl Live {
    pub(in super::super) fn take_audio(
        &mut self,
        frame: AudioFrame,
        track: &Arc<AudioTrack>,
        now_ms: i64,
    ) -> Result<(), DropReason> {
        let duration = duration(track, &frame.data).ok_or(DropReason::Malformed)?;
        let leads = !self.video_leads(now_ms);
        let changed = self.audio.track.as_ref().is_some_and(|now| now != track);
        if changed {
            self.want(Switch::Config);
        } else if leads && self.audio_jumps(&frame) {
            self.want(Switch::Jump);
        }
        if let Some(switch) = self.switch {
            if (leads || switch == Switch::Session) && self.may_switch(now_ms) {
                self.switch_period(now_ms);
            } else if changed || switch == Switch::Session || leads {
                return Err(DropReason::BeforeKeyframe);
            }
        }
        self.begin_audio(&frame, track, now_ms);
        self.lay_audio(frame, duration, now_ms)
    }

    /// Whether audio that leads can't follow what came before in this period.
    fn audio_jumps(&self, frame: &AudioFrame) -> bool {
        let (Some(offset), Some(clock)) = (self.audio.offset_ms, &self.audio.clock) else {
            return false;
        };
        let gap_ms = frame.pts_ms + offset - to_ms(clock.next);
        !(-STEP_BACK_MS_MAX..=TRACK_SKEW_MS_MAX).contains(&gap_ms)
    }

    /// Makes sure that there are an offset, a clock and a rendition that began in this period.
    fn begin_audio(&mut self, frame: &AudioFrame, track: &Arc<AudioTrack>, now_ms: i64) {
        if self.audio.offset_ms.is_none() {
            let anchor_ms = self.anchor_ms(now_ms);
            let beside_video = self.video.offset_ms.map(|offset| frame.pts_ms + offset);
            let reference_ms = self.video.last_ms().unwrap_or(anchor_ms);
            let at_ms = beside_video
                .filter(|at_ms| (at_ms - reference_ms).abs() <= TRACK_SKEW_MS_MAX)
                .unwrap_or(anchor_ms);
            self.audio.offset_ms = Some(at_ms - frame.pts_ms);
        }
        if self.audio.track.is_none() {
            let at_ms = frame.pts_ms + self.audio.offset_ms.unwrap_or(0);
            let at = self
                .audio
                .clock
                .as_ref()
                .map_or(from_ms(at_ms), |clock| clock.next);
            self.open_audio(track, at);
        }
    }

    /// Begins the rendition in this period, at `at` or where it ended.
    fn open_audio(&mut self, track: &Arc<AudioTrack>, at: i64) {
        let plan = &self.plan;
        let video = self.video.rendition.as_ref();
        let msn = video.map_or(plan.msn, |video| video.window().edge_msn());
        let rendition = self.audio.rendition.get_or_insert_with(|| {
            Rendition::new(plan.targets(audio_part(track, plan.part_wish_ms), msn))
        });
        let init = write_init(TrackKind::Audio(track));
        rendition.set_wall_offset(self.wall_offset_ms);
        rendition.begin(self.period.discontinuity, track.sample_rate_hz, init, at);
        let at = rendition.end();
        match &mut self.audio.clock {
            Some(clock) => clock.next = at,
            None => self.audio.clock = Some(AudioClock::new(at)),
        }
        self.audio.track = Some(Arc::clone(track));
        self.audio.last_track = Some(Arc::clone(track));
    }

    fn lay_audio(
        &mut self,
        frame: AudioFrame,
        duration: i64,
        now_ms: i64,
    ) -> Result<(), DropReason> {
        let (Some(clock), Some(offset)) = (&mut self.audio.clock, self.audio.offset_ms) else {
            return Err(DropReason::NoConfig);
        };
        match clock.place(from_ms(frame.pts_ms + offset), duration) {
            Placement::Follow => {}
            Placement::Gap(until) => self.fill_audio(until, now_ms),
            Placement::Late => {
                if std::mem::take(&mut self.audio.stalled) {
                    self.audio.stall_ms = (self.audio.stall_ms * 2).min(STALL_MS_MAX);
                }
                return Err(DropReason::Late);
            }
            Placement::Astray => return Err(DropReason::OffTimeline),
            Placement::Moved => self.audio.offset_ms = Some(to_ms(clock.next) - frame.pts_ms),
        }
        self.audio.stalled = false;
        self.add_audio(frame.data, duration, now_ms);
        Ok(())
    }

    /// Adds a frame behind the last one; ends the segment before it if it is time.
    fn add_audio(&mut self, data: Bytes, duration: i64, now_ms: i64) {
        let leads = !self.video_leads(now_ms);
        let (limit, target_ms) = (self.plan.audio_limit(), self.plan.segment_target_ms);
        let audio = &mut self.audio;
        let Some(at) = audio.clock.as_ref().map(|clock| clock.next) else {
            return;
        };
        let passed = audio.passes_boundary(at, duration);
        let (Some(clock), Some(rendition)) = (&mut audio.clock, &mut audio.rendition) else {
            return;
        };
        let elapsed = at - rendition.segment_start();
        let alone = leads && elapsed + duration / 2 >= from_ms(target_ms);
        let forced = elapsed + duration > limit || !rendition.has_room(data.len());
        let follows = passed && elapsed >= from_ms(FOLLOW_MS_MIN);
        if elapsed > 0 && (follows || alone || forced) {
            rendition.cut(now_ms);
        }
        rendition.push(Sample {
            start: at,
            duration,
            composition: 0,
            sync: true,
            data,
        });
        clock.next = at + duration;
        rendition.advance(clock.next);
    }

    /// Fills the time up to `until` with silence, as far as whole frames of it fit.
    fn fill_audio(&mut self, until: i64, now_ms: i64) {
        let Some(track) = self.audio.track.clone() else {
            return;
        };
        let Some(Silence { data, samples }) = silence(&track) else {
            self.leave_gap(until, now_ms);
            return;
        };
        let duration = from_samples(samples, track.sample_rate_hz).max(1);
        let begun = self.audio.clock.as_ref().map_or(until, |clock| clock.next);
        // Bounded: a gap is at most as long as the tracks may be apart.
        for _ in 0..(until - begun + duration / 2) / duration {
            self.add_audio(data.clone(), duration, now_ms);
        }
    }

    /// Leaves a hole for which there is no silence: the last frame lasts until it ends, over as
    /// many segments as that takes, so that the playlist has no hole.
    fn leave_gap(&mut self, until: i64, now_ms: i64) {
        let (Some(clock), Some(rendition)) = (&mut self.audio.clock, &mut self.audio.rendition)
        else {
            return;
        };
        let step = from_ms(self.plan.segment_target_ms);
        // Bounded: a gap is at most as long as the tracks may be apart.
        for _ in 0..=(until - clock.next) / step {
            if until - rendition.segment_start() <= self.plan.audio_limit() {
                break;
            }
            rendition.advance(rendition.segment_start() + step);
            rendition.cut(now_ms);
        }
        rendition.advance(until);
        clock.next = until;
    }

    /// The video is at `video_ms`: if audio is far behind it, silence takes its place.
    pub(super) fn fill_audio_stall(&mut self, video_ms: i64, now_ms: i64) {
        let Some(track) = self.audio.last_track.clone() else {
            return;
        };
        let stall_ms = self.audio.stall_ms;
        if self.audio.track.is_none() {
            // This session brought no audio yet, but the playlist of audio must go on.
            let Some(begun) = self.video.rendition.as_ref().map(Rendition::segment_start) else {
                return;
            };
            if video_ms - to_ms(begun) < stall_ms.min(self.plan.segment_target_ms) / 2
                || silence(&track).is_none()
            {
                return;
            }
            self.open_audio(&track, begun);
        }
        let next = self.audio.clock.as_ref().map_or(0, |clock| clock.next);
        if video_ms - to_ms(next) <= stall_ms || silence(&track).is_none() {
            return;
        }
        self.fill_audio(from_ms(video_ms - STALL_LEFT_MS), now_ms);
        self.audio.stalled = true;
    }
}

/// How long a frame lasts, flicks; `None` if it can't be one.
fn duration(track: &AudioTrack, data: &[u8]) -> Option<i64> {
    if data.is_empty() || data.len() > AUDIO_FRAME_BYTES_MAX {
        return None;
    }
    let samples = match track.codec {
        AudioCodec::Aac => track.frame_samples,
        AudioCodec::Opus => packet_samples(data)?,
    };
    Some(from_samples(samples, track.sample_rate_hz).max(FLICKS_A_MS))
}
