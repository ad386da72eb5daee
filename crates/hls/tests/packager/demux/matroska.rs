//! Matroska: its codec records are those of MP4, so H.265, AV1 and Opus come out as the ingest
//! would hand them over. Only files without B-frames: there is no decoding time in it.

use super::Input;
use bytes::{Buf, Bytes};
use live_hls::{AudioCodec, AudioConfig, AudioFrame, VideoCodec, VideoConfig, VideoFrame};

const SEGMENT: u64 = 0x1853_8067;
const TRACKS: u64 = 0x1654_ae6b;
const TRACK_ENTRY: u64 = 0xae;
const CLUSTER: u64 = 0x1f43_b675;
const BLOCK_GROUP: u64 = 0xa0;

pub(crate) fn read(file: Vec<u8>) -> Vec<Input> {
    let mut reader = Reader::default();
    reader.elements(Bytes::from(file));
    reader.inputs
}

#[derive(Default)]
struct Reader {
    inputs: Vec<Input>,
    number: u64,
    codec: String,
    /// The numbers of the video and the audio track.
    video: Option<u64>,
    audio: Option<u64>,
    cluster_ms: i64,
}

impl Reader {
    fn elements(&mut self, mut rest: Bytes) {
        while !rest.is_empty() {
            let id = vint(&mut rest, false);
            let len = usize::try_from(vint(&mut rest, true)).unwrap();
            let body = rest.split_to(len.min(rest.len()));
            match id {
                SEGMENT | TRACKS | TRACK_ENTRY | CLUSTER | BLOCK_GROUP => self.elements(body),
                0xd7 => self.number = unsigned(&body),
                0x86 => self.codec = String::from_utf8(body.to_vec()).unwrap(),
                0x63a2 => self.config(body),
                0xe7 => self.cluster_ms = i64::try_from(unsigned(&body)).unwrap(),
                0xa3 => self.block(body, None),
                // In a group, a key frame is one without a reference; enough for these files.
                0xa1 => self.block(body, Some(false)),
                _ => {}
            }
        }
    }

    fn config(&mut self, record: Bytes) {
        let video = |codec| {
            Input::VideoConfig(VideoConfig {
                codec,
                record: record.clone(),
            })
        };
        let audio = |codec| {
            Input::AudioConfig(AudioConfig {
                codec,
                record: record.clone(),
            })
        };
        let input = match self.codec.as_str() {
            "V_MPEG4/ISO/AVC" => video(VideoCodec::Avc),
            "V_MPEGH/ISO/HEVC" => video(VideoCodec::Hevc),
            "V_AV1" => video(VideoCodec::Av1),
            "A_OPUS" => audio(AudioCodec::Opus),
            "A_AAC" => audio(AudioCodec::Aac),
            other => panic!("{other}"),
        };
        match input {
            Input::VideoConfig(_) => self.video = Some(self.number),
            _ => self.audio = Some(self.number),
        }
        self.inputs.push(input);
    }

    fn block(&mut self, mut body: Bytes, keyframe: Option<bool>) {
        let number = vint(&mut body, true);
        let at_ms = self.cluster_ms + i64::from(body.get_i16());
        let flags = body.get_u8();
        if Some(number) == self.video {
            self.inputs.push(Input::Video(VideoFrame {
                dts_ms: at_ms,
                composition_offset_ms: 0,
                keyframe: keyframe.unwrap_or(flags & 0x80 != 0),
                data: body,
            }));
        } else if Some(number) == self.audio {
            self.inputs.push(Input::Audio(AudioFrame {
                pts_ms: at_ms,
                data: body,
            }));
        }
    }
}

/// An EBML number; `mask` removes the bits that tell its length (for sizes, not for ids).
fn vint(rest: &mut Bytes, mask: bool) -> u64 {
    let first = rest.get_u8();
    let more = first.leading_zeros();
    let mut value = u64::from(first);
    if mask {
        value &= (1 << (7 - more)) - 1;
    }
    for _ in 0..more {
        value = value << 8 | u64::from(rest.get_u8());
    }
    value
}

fn unsigned(body: &[u8]) -> u64 {
    body.iter()
        .fold(0, |value, byte| value << 8 | u64::from(*byte))
}
