//! A made-up encoder: frames whose sizes and times are chosen, with records of a real one.

use crate::demux::Input;
use bytes::Bytes;
use live_hls::{AudioCodec, AudioConfig, AudioFrame, VideoCodec, VideoConfig, VideoFrame};

/// `avcC` of x264: 640x360, High.
pub(crate) const AVC_360: &[u8] = &[
    0x01, 0x64, 0x00, 0x1e, 0xff, 0xe1, 0x00, 0x1a, 0x67, 0x64, 0x00, 0x1e, 0xac, 0xd9, 0x40, 0xa0,
    0x2f, 0xf9, 0x70, 0x11, 0x00, 0x00, 0x03, 0x00, 0x01, 0x00, 0x00, 0x03, 0x00, 0x3c, 0x0f, 0x16,
    0x2d, 0x96, 0x01, 0x00, 0x04, 0x68, 0xef, 0x8f, 0xcb, 0xfd, 0xf8, 0xf8, 0x00,
];
/// `avcC` of x264: 1280x720, Constrained Baseline.
pub(crate) const AVC_720: &[u8] = &[
    0x01, 0x42, 0xc0, 0x1f, 0xff, 0xe1, 0x00, 0x17, 0x67, 0x42, 0xc0, 0x1f, 0xda, 0x01, 0x40, 0x16,
    0xec, 0x04, 0x40, 0x00, 0x00, 0x03, 0x00, 0x40, 0x00, 0x00, 0x0f, 0x03, 0xc6, 0x0c, 0xa8, 0x01,
    0x00, 0x04, 0x68, 0xce, 0x0f, 0xc8,
];
/// `AudioSpecificConfig`: LC, 44.1 kHz, stereo.
pub(crate) const AAC_44: &[u8] = &[0x12, 0x10];
/// `AudioSpecificConfig`: LC, 48 kHz, mono.
pub(crate) const AAC_48: &[u8] = &[0x11, 0x88];

pub(crate) fn video_config(record: &'static [u8]) -> Input {
    Input::VideoConfig(VideoConfig {
        codec: VideoCodec::Avc,
        record: Bytes::from_static(record),
    })
}

pub(crate) fn audio_config(record: &'static [u8]) -> Input {
    Input::AudioConfig(AudioConfig {
        codec: AudioCodec::Aac,
        record: Bytes::from_static(record),
    })
}

/// A picture of one NAL unit of `len` bytes.
pub(crate) fn picture(dts_ms: i64, keyframe: bool, len: u8) -> Input {
    let len = len.max(1);
    let mut data = vec![0, 0, 0, len];
    data.resize(4 + usize::from(len), if keyframe { 0x65 } else { 0x41 });
    Input::Video(VideoFrame {
        dts_ms,
        composition_offset_ms: 0,
        keyframe,
        data: Bytes::from(data),
    })
}

pub(crate) fn sound(pts_ms: i64) -> Input {
    Input::Audio(AudioFrame {
        pts_ms,
        data: Bytes::from_static(&[0x21, 0x10, 0x04, 0x60, 0x8c, 0x1c]),
    })
}

/// Picture and sound from `from_ms` on, interleaved: 25 frames a second, a key frame every
/// `gop_ms`, AAC at 44.1 kHz.
pub(crate) fn broadcast(from_ms: i64, length_ms: i64, gop_ms: i64) -> Vec<Input> {
    let mut inputs = pictures(from_ms, length_ms, gop_ms);
    inputs.extend(sounds(from_ms, length_ms));
    inputs.sort_by_key(time_ms);
    inputs
}

pub(crate) fn pictures(from_ms: i64, length_ms: i64, gop_ms: i64) -> Vec<Input> {
    let frames = 0..length_ms / 40;
    frames
        .map(|n| picture(from_ms + n * 40, n * 40 % gop_ms == 0, 50))
        .collect()
}

pub(crate) fn sounds(from_ms: i64, length_ms: i64) -> Vec<Input> {
    let frames = 0..length_ms * 44_100 / 1_024_000;
    frames
        .map(|n| sound(from_ms + n * 1_024_000 / 44_100))
        .collect()
}

pub(crate) fn time_ms(input: &Input) -> i64 {
    match input {
        Input::Video(frame) => frame.dts_ms,
        Input::Audio(frame) => frame.pts_ms,
        _ => i64::MIN,
    }
}
