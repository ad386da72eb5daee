//! The beginning: frames wait until it is known what the playlists must promise.
//!
//! `EXT-X-TARGETDURATION` and `PART-TARGET` can't change once they are published, so frames are
//! held until the first segment has ended at a key frame (usually after two seconds), which shows
//! the distance of key frames and the frame rate. If it takes longer, the largest target duration
//! is promised.

use crate::{
    AudioFrame, VideoFrame,
    limits::{
        KEYFRAME_WAIT_MS, SEGMENT_MS_MIN, STARTUP_BYTES_MAX, STARTUP_FRAMES_MAX, STARTUP_MS_MAX,
        STEP_BACK_MS_MAX, TARGET_DURATION_S_MAX, TRACK_SKEW_MS_MAX, TRACK_WAIT_MS,
        VIDEO_OVER_TARGET_MS,
    },
};
use std::collections::VecDeque;

/// Per cent of the segment target after which a key frame ends the segment: encoders round.
pub(super) const SEGMENT_FILL_PERCENT: i64 = 90;
/// Milliseconds by which evenly spaced key frames may differ.
const EVEN_MS: i64 = 50;
/// Audio that begins this much before the video is kept.
const AUDIO_LEAD_MS: i64 = 50;

/// A frame that waits, with the time of its arrival.
#[derive(Debug)]
pub(super) enum Waiting {
    Video(VideoFrame, i64),
    Audio(AudioFrame, i64),
}

impl Waiting {
    fn len(&self) -> usize {
        match self {
            Self::Video(frame, _) => frame.data.len(),
            Self::Audio(frame, _) => frame.data.len(),
        }
    }
}

/// What the frames that waited have shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    /// `EXT-X-TARGETDURATION`.
    pub(super) target_duration_s: u32,
}

/// The frames that wait.
#[derive(Debug, Default)]
pub(super) struct Startup {
    pub(super) frames: VecDeque<Waiting>,
    bytes: usize,
    /// Arrival of the first frame.
    begun_ms: Option<i64>,
    /// Decoding times of the key frames.
    keys_ms: Vec<i64>,
    video_ms: Option<i64>,
    /// First and last audio time.
    audio_ms: Option<(i64, i64)>,
}

impl Startup {
    pub(super) fn has_video(&self) -> bool {
        !self.keys_ms.is_empty()
    }

    pub(super) fn has_audio(&self) -> bool {
        self.audio_ms.is_some()
    }

    /// Takes a picture; the first must be a key frame. A jump in time begins anew.
    pub(super) fn push_video(&mut self, frame: VideoFrame, now_ms: i64) {
        if let Some(last) = self.video_ms
            && !steady(frame.dts_ms - last)
        {
            *self = Self::default();
        }
        if frame.keyframe {
            self.keys_ms.push(frame.dts_ms);
        } else if self.keys_ms.is_empty() {
            return;
        }
        self.video_ms = Some(frame.dts_ms);
        self.bytes += frame.data.len();
        self.begun_ms.get_or_insert(now_ms);
        self.frames.push_back(Waiting::Video(frame, now_ms));
    }

    /// Takes an audio frame. A jump in time begins anew, unless there is video that leads.
    pub(super) fn push_audio(&mut self, frame: AudioFrame, now_ms: i64) {
        if let Some((_, last)) = self.audio_ms
            && !steady(frame.pts_ms - last)
            && !self.has_video()
        {
            *self = Self::default();
        }
        let (first, _) = self.audio_ms.unwrap_or((frame.pts_ms, frame.pts_ms));
        self.audio_ms = Some((first, frame.pts_ms));
        self.bytes += frame.data.len();
        self.begun_ms.get_or_insert(now_ms);
        self.frames.push_back(Waiting::Audio(frame, now_ms));
    }

    /// Forgets the audio, whose record changed.
    pub(super) fn drop_audio(&mut self) {
        self.audio_ms = None;
        self.frames
            .retain(|frame| matches!(frame, Waiting::Video(..)));
        self.bytes = self.frames.iter().map(Waiting::len).sum();
    }

    /// The time that the timeline begins with: the first picture's, or the first audio frame's.
    pub(super) fn origin_ms(&self) -> Option<i64> {
        let audio = self.audio_ms.map(|(first, _)| first);
        self.keys_ms.first().copied().or(audio)
    }

    /// The wall-clock time of the timeline's zero, if frames are on it `offset_ms` after the
    /// encoder's time. Frames can arrive late, not early: the earliest arrival tells. A track
    /// that is nowhere near the one that leads has another clock, which tells nothing.
    pub(super) fn wall_offset_ms(&self, offset_ms: i64) -> Option<i64> {
        let origin_ms = self.origin_ms()?;
        let offsets = self.frames.iter().filter_map(|frame| {
            let (time_ms, arrival_ms) = match frame {
                Waiting::Video(frame, arrival_ms) => (frame.dts_ms, *arrival_ms),
                Waiting::Audio(frame, arrival_ms) => (frame.pts_ms, *arrival_ms),
            };
            ((time_ms - origin_ms).abs() <= TRACK_SKEW_MS_MAX)
                .then(|| arrival_ms.saturating_sub(time_ms + offset_ms))
        });
        offsets.min()
    }

    /// Whether playlists can begin, and with which promise. `video_expected`: a video record has
    /// come. `over`: no more frames will come.
    pub(super) fn verdict(
        &self,
        segment_target_ms: i64,
        video_expected: bool,
        now_ms: i64,
        over: bool,
    ) -> Option<Verdict> {
        let begun_ms = self.begun_ms?;
        let full = self.bytes > STARTUP_BYTES_MAX || self.frames.len() > STARTUP_FRAMES_MAX;
        let waited_ms = now_ms.saturating_sub(begun_ms);
        if let (Some(first), Some(last)) = (self.keys_ms.first(), self.video_ms) {
            if let Some(target_duration_s) = self.measured_target_s(segment_target_ms) {
                return Some(Verdict { target_duration_s });
            }
            let late = waited_ms.max(last - first) >= STARTUP_MS_MAX;
            return (late || full || over).then_some(Verdict {
                target_duration_s: TARGET_DURATION_S_MAX,
            });
        }
        let (first, last) = self.audio_ms?;
        let wait_ms = if video_expected {
            KEYFRAME_WAIT_MS
        } else {
            TRACK_WAIT_MS
        };
        let late = waited_ms.max(last - first) >= wait_ms;
        (late || full || over).then_some(Verdict {
            target_duration_s: whole_seconds(segment_target_ms),
        })
    }

    /// The target duration that the key frames of the first segment show, once it is complete.
    fn measured_target_s(&self, segment_target_ms: i64) -> Option<u32> {
        let (&first, rest) = self.keys_ms.split_first()?;
        let end = rest
            .iter()
            .position(|&key| ends_segment(key - first, segment_target_ms))?;
        let keys = &self.keys_ms[..=end + 1];
        let gaps = keys.windows(2).map(|pair| pair[1] - pair[0]);
        let (shortest, longest) = gaps.fold((i64::MAX, 0), |(min, max), gap| {
            (min.min(gap), max.max(gap))
        });
        // Key frames that follow the pictures instead of the clock can be any distance apart.
        if longest - shortest > EVEN_MS {
            return Some(TARGET_DURATION_S_MAX);
        }
        let segment_ms = rest[end] - first - VIDEO_OVER_TARGET_MS;
        let measured = u32::try_from(segment_ms.max(0) + 999).unwrap_or(u32::MAX) / 1_000;
        Some(measured.clamp(whole_seconds(segment_target_ms), TARGET_DURATION_S_MAX))
    }

    /// Drops audio that begins long before the video: a player could not show anything then.
    pub(super) fn align(&mut self) {
        let Some(&first) = self.keys_ms.first() else {
            return;
        };
        self.frames.retain(|frame| match frame {
            Waiting::Video(..) => true,
            Waiting::Audio(frame, _) => {
                let lead_ms = first.saturating_sub(frame.pts_ms);
                !(AUDIO_LEAD_MS..TRACK_SKEW_MS_MAX).contains(&lead_ms)
            }
        });
    }
}

/// Whether a key frame that comes so long after the segment's first frame ends the segment.
pub(super) const fn ends_segment(elapsed_ms: i64, segment_target_ms: i64) -> bool {
    elapsed_ms >= SEGMENT_MS_MIN && elapsed_ms * 100 >= segment_target_ms * SEGMENT_FILL_PERCENT
}

const fn steady(gap_ms: i64) -> bool {
    gap_ms > -STEP_BACK_MS_MAX && gap_ms < STARTUP_MS_MAX
}

fn whole_seconds(ms: i64) -> u32 {
    u32::try_from((ms + 999) / 1_000).unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    fn target_of(keys_ms: &[i64], last_ms: i64) -> Option<u32> {
        let mut startup = Startup::default();
        for dts_ms in (0..=last_ms).step_by(50) {
            let frame = VideoFrame {
                dts_ms,
                composition_offset_ms: 0,
                keyframe: keys_ms.contains(&dts_ms),
                data: Bytes::new(),
            };
            startup.push_video(frame, dts_ms);
        }
        let verdict = startup.verdict(2_000, true, last_ms, false);
        verdict.map(|verdict| verdict.target_duration_s)
    }

    #[test]
    fn the_first_segment_shows_the_target_duration() {
        assert_eq!(target_of(&[0], 1_950), None, "not yet");
        assert_eq!(target_of(&[0, 2_000], 2_000), Some(2));
        assert_eq!(target_of(&[0, 1_000, 2_000], 2_000), Some(2));
        assert_eq!(target_of(&[0, 4_000], 4_000), Some(4));
        assert_eq!(
            target_of(&[0, 2_400], 2_400),
            Some(2),
            "rounded by the draft"
        );
        assert_eq!(target_of(&[0, 2_500], 2_500), Some(3));
    }

    #[test]
    fn what_the_first_segment_does_not_show_is_promised_largely() {
        assert_eq!(target_of(&[0], 4_500), Some(10), "no second key frame");
        assert_eq!(target_of(&[0, 300, 2_000], 2_000), Some(10), "uneven");
    }
}
