//! What the encoder of this session sends: its codec records, understood, and which frames are
//! fit to be packaged at all.

use super::meter::VideoMeter;
use crate::{
    AudioConfig, AudioFrame, DropReason, HlsError, VideoCodec, VideoConfig, VideoFrame,
    codec::{AudioTrack, VideoTrack, is_whole, lacks_header, read_audio_record, read_video_record},
    limits::{
        AUDIO_FRAME_BYTES_MAX, COMPOSITION_OFFSET_MS_MAX, INPUT_MS_MAX, VIDEO_FRAME_BYTES_MAX,
    },
};
use std::sync::Arc;

/// A temporal delimiter OBU with its size; it must not be in MP4 (AV1 in ISOBMFF, 2.4), and some
/// encoders send it.
const AV1_DELIMITER: [u8; 2] = [0x12, 0x00];

/// The session's records, and what is measured of it.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    video: Option<(VideoConfig, Option<Arc<VideoTrack>>)>,
    audio: Option<(AudioConfig, Arc<AudioTrack>)>,
    pub(super) meter: VideoMeter,
}

impl Inputs {
    /// Takes a video record. Returns whether it is another one than before.
    pub(super) fn set_video(&mut self, config: VideoConfig) -> Result<bool, HlsError> {
        if self.video.as_ref().is_some_and(|(now, _)| *now == config) {
            return Ok(false);
        }
        // An AV1 record may come without a sequence header; the key frame will have it.
        let track = if lacks_header(&config) {
            None
        } else {
            Some(Arc::new(read_video_record(&config, None)?))
        };
        self.video = Some((config, track));
        Ok(true)
    }

    /// Takes an audio record; likewise.
    pub(super) fn set_audio(&mut self, config: AudioConfig) -> Result<bool, HlsError> {
        if self.audio.as_ref().is_some_and(|(now, _)| *now == config) {
            return Ok(false);
        }
        let track = read_audio_record(&config)?;
        self.audio = Some((config, Arc::new(track)));
        Ok(true)
    }

    pub(super) const fn expects_video(&self) -> bool {
        self.video.is_some()
    }

    pub(super) fn video_track(&self) -> Option<Arc<VideoTrack>> {
        self.video.as_ref().and_then(|(_, track)| track.clone())
    }

    pub(super) fn audio_track(&self) -> Option<Arc<AudioTrack>> {
        self.audio.as_ref().map(|(_, track)| Arc::clone(track))
    }

    /// Checks a picture for all that doesn't depend on what came before it.
    pub(super) fn admit_video(
        &mut self,
        mut frame: VideoFrame,
    ) -> Result<(VideoFrame, Arc<VideoTrack>), DropReason> {
        let (config, known) = self.video.as_mut().ok_or(DropReason::NoConfig)?;
        if config.codec == VideoCodec::Av1 && frame.data.starts_with(&AV1_DELIMITER) {
            frame.data = frame.data.slice(AV1_DELIMITER.len()..);
        }
        let times = frame.dts_ms.unsigned_abs() <= INPUT_MS_MAX.unsigned_abs()
            && frame.composition_offset_ms.unsigned_abs()
                <= COMPOSITION_OFFSET_MS_MAX.unsigned_abs();
        if !times || !(1..=VIDEO_FRAME_BYTES_MAX).contains(&frame.data.len()) {
            return Err(DropReason::Malformed);
        }
        let track = match known {
            Some(track) => Arc::clone(track),
            None if frame.keyframe => {
                let track = read_video_record(config, Some(&frame.data));
                let track = Arc::new(track.map_err(|_| DropReason::NoConfig)?);
                *known = Some(Arc::clone(&track));
                track
            }
            None => return Err(DropReason::NoConfig),
        };
        if !is_whole(&track, &frame) {
            return Err(DropReason::Malformed);
        }
        self.meter.record(frame.dts_ms, frame.keyframe);
        Ok((frame, track))
    }

    /// Checks an audio frame; likewise.
    pub(super) fn admit_audio(&self, frame: &AudioFrame) -> Result<Arc<AudioTrack>, DropReason> {
        let track = self.audio_track().ok_or(DropReason::NoConfig)?;
        let time = frame.pts_ms.unsigned_abs() <= INPUT_MS_MAX.unsigned_abs();
        if !time || !(1..=AUDIO_FRAME_BYTES_MAX).contains(&frame.data.len()) {
            return Err(DropReason::Malformed);
        }
        Ok(track)
    }
}
