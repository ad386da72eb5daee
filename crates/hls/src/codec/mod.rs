//! Codec records: what they say of the media, checked byte by byte. A record that lies leads to
//! an [`HlsError`](crate::HlsError), never to a panic or a large allocation.

mod aac;
mod av1;
mod avc;
mod bits;
mod hevc;
mod opus;
mod units;

use crate::{
    AudioCodec, AudioConfig, HlsError, VideoCodec, VideoConfig, VideoFrame,
    limits::{RECORD_BYTES_MAX, SIDE_PIXELS_MAX},
};
use bytes::Bytes;

pub(crate) use opus::packet_samples;

/// A video record, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VideoTrack {
    /// The codec.
    pub codec: VideoCodec,
    /// RFC 6381 name, for example `avc1.64001f`.
    pub name: String,
    /// Width in pixels, cropped.
    pub width: u32,
    /// Height in pixels, cropped.
    pub height: u32,
    /// Width and height of a pixel, in proportion.
    pub pixel_aspect: (u32, u32),
    /// Bytes of the length before each NAL unit; zero for AV1.
    pub length_size: usize,
    /// The record, as it goes into the sample entry.
    pub record: Bytes,
}

/// An audio record, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudioTrack {
    /// The codec.
    pub codec: AudioCodec,
    /// RFC 6381 name, for example `mp4a.40.2`.
    pub name: String,
    /// Samples per second of the coded core; the timescale of the track.
    pub sample_rate_hz: u32,
    /// Samples that a frame lasts; for Opus the packet says.
    pub frame_samples: u32,
    /// Channels; zero where the record defines a layout of its own.
    pub channels: u8,
    /// The record, as it goes into the sample entry (`AudioSpecificConfig`, or the body of
    /// `dOps`).
    pub record: Bytes,
}

/// Reads a video record. AV1 records without a sequence header are completed from `keyframe`.
pub fn read_video_record(
    config: &VideoConfig,
    keyframe: Option<&[u8]>,
) -> Result<VideoTrack, HlsError> {
    check_size(&config.record)?;
    let track = match config.codec {
        VideoCodec::Avc => avc::read(&config.record),
        VideoCodec::Hevc => hevc::read(&config.record),
        VideoCodec::Av1 => av1::read(&config.record, keyframe),
    }?;
    let sides = 1..=SIDE_PIXELS_MAX;
    if !sides.contains(&track.width) || !sides.contains(&track.height) {
        return Err(HlsError::record("a picture of that size can't be"));
    }
    Ok(track)
}

/// Whether the record is AV1's without a sequence header, so that only a key frame completes it.
pub(crate) fn lacks_header(config: &VideoConfig) -> bool {
    config.codec == VideoCodec::Av1
        && config.record.len() <= RECORD_BYTES_MAX
        && av1::lacks_header(&config.record)
}

/// Reads an audio record.
pub fn read_audio_record(config: &AudioConfig) -> Result<AudioTrack, HlsError> {
    check_size(&config.record)?;
    match config.codec {
        AudioCodec::Aac => aac::read(&config.record),
        AudioCodec::Opus => opus::read(&config.record),
    }
}

/// Whether the frame's data is whole: its NAL lengths or OBU sizes end exactly at its end. A
/// player would stop at one that isn't.
pub(crate) fn is_whole(track: &VideoTrack, frame: &VideoFrame) -> bool {
    match track.codec {
        VideoCodec::Avc | VideoCodec::Hevc => units::are_whole(&frame.data, track.length_size),
        VideoCodec::Av1 => av1::are_whole(&frame.data),
    }
}

fn check_size(record: &[u8]) -> Result<(), HlsError> {
    if record.len() > RECORD_BYTES_MAX {
        return Err(HlsError::record("the codec record is too large"));
    }
    Ok(())
}
