//! FLV (the form of RTMP): H.264 and AAC.

use super::Input;
use bytes::{Buf, Bytes};
use live_hls::{AudioCodec, AudioConfig, AudioFrame, VideoCodec, VideoConfig, VideoFrame};

pub(crate) fn read(file: Vec<u8>) -> Vec<Input> {
    let mut rest = Bytes::from(file);
    assert_eq!(&rest[..3], b"FLV");
    rest.advance(9 + 4);
    let mut inputs = Vec::new();
    while rest.len() > 11 {
        let kind = rest[0];
        let len = usize::from(rest[1]) << 16 | usize::from(rest[2]) << 8 | usize::from(rest[3]);
        let time_ms = i64::from(rest[7]) << 24
            | i64::from(rest[4]) << 16
            | i64::from(rest[5]) << 8
            | i64::from(rest[6]);
        rest.advance(11);
        let body = rest.split_to(len);
        rest.advance(4);
        match kind {
            8 => inputs.push(audio(&body, time_ms)),
            9 => inputs.extend(video(&body, time_ms)),
            _ => {}
        }
    }
    inputs
}

fn audio(body: &Bytes, pts_ms: i64) -> Input {
    assert_eq!(body[0] >> 4, 10, "AAC");
    let data = body.slice(2..);
    if body[1] == 0 {
        Input::AudioConfig(AudioConfig {
            codec: AudioCodec::Aac,
            record: data,
        })
    } else {
        Input::Audio(AudioFrame { pts_ms, data })
    }
}

fn video(body: &Bytes, dts_ms: i64) -> Option<Input> {
    assert_eq!(body[0] & 0xf, 7, "AVC");
    let composition = i32::from_be_bytes([body[2], body[3], body[4], 0]) >> 8;
    let data = body.slice(5..);
    match body[1] {
        0 => Some(Input::VideoConfig(VideoConfig {
            codec: VideoCodec::Avc,
            record: data,
        })),
        1 => Some(Input::Video(VideoFrame {
            dts_ms,
            composition_offset_ms: composition,
            keyframe: body[0] >> 4 == 1,
            data,
        })),
        _ => None,
    }
}
