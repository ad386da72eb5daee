use super::{
    Dialect,
    enhanced::{Body, take_body, take_default_track, take_mod_ex},
    take_i24, take_u8,
};
use crate::error::{CodecName, TagError};
use bytes::{BufMut, Bytes, BytesMut};

/// A video codec that we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VideoCodec {
    /// H.264; frames are length-prefixed NAL units.
    Avc,
    /// H.265; frames are length-prefixed NAL units.
    Hevc,
    /// AV1; frames are temporal units in the low-overhead format.
    Av1,
    /// VP9; frames or superframes.
    Vp9,
}

impl VideoCodec {
    /// Every codec that we take.
    pub const ALL: [Self; 4] = [Self::Avc, Self::Hevc, Self::Av1, Self::Vp9];

    /// The codec's FourCC in enhanced RTMP.
    pub const fn four_cc(self) -> &'static str {
        match self {
            Self::Avc => "avc1",
            Self::Hevc => "hvc1",
            Self::Av1 => "av01",
            Self::Vp9 => "vp09",
        }
    }

    fn from_four_cc(code: [u8; 4]) -> Result<Self, TagError> {
        Self::ALL
            .into_iter()
            .find(|codec| codec.four_cc().as_bytes() == code)
            .ok_or(TagError::UnsupportedCodec(CodecName::FourCc(code)))
    }

    const fn has_composition_time(self) -> bool {
        matches!(self, Self::Avc | Self::Hevc)
    }
}

/// A video message, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VideoTag {
    /// The codec.
    pub codec: VideoCodec,
    /// Nanoseconds to add to the message's timestamp, below a millisecond.
    pub nano_offset: u32,
    /// What it carries.
    pub data: VideoData,
}

/// What a video message carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VideoData {
    /// The decoder configuration record (`avcC`, `hvcC`, `av1C`, `vpcC` without box header).
    SequenceStart(Bytes),
    /// A frame.
    Frame {
        /// The encoder says that decoding can begin here.
        keyframe: bool,
        /// Presentation time minus decoding time in milliseconds, in 24 bits with a sign.
        composition_ms: i32,
        /// The frame, in the codec's own format.
        payload: Bytes,
    },
    /// No more frames of this sequence.
    SequenceEnd,
    /// AMF0 with `colorInfo` (HDR).
    Metadata(Bytes),
}

const FRAME_TYPE_KEY: u8 = 1;
const FRAME_TYPE_GENERATED_KEY: u8 = 4;
const FRAME_TYPE_COMMAND: u8 = 5;
const CODEC_ID_AVC: u8 = 7;
/// Not in the specification; in use where enhanced RTMP isn't.
const CODEC_ID_HEVC: u8 = 12;
const EX_HEADER: u8 = 0x80;

mod packet_type {
    pub(super) const SEQUENCE_START: u8 = 0;
    pub(super) const CODED_FRAMES: u8 = 1;
    pub(super) const SEQUENCE_END: u8 = 2;
    pub(super) const CODED_FRAMES_X: u8 = 3;
    pub(super) const METADATA: u8 = 4;
    pub(super) const MULTITRACK: u8 = 6;
}

impl VideoTag {
    /// Parses the payload of a video message. `None` if there is nothing in it for us: a command
    /// frame, an empty message, or only tracks that aren't the default.
    pub fn parse(mut input: Bytes) -> Result<Option<Self>, TagError> {
        if input.is_empty() {
            return Ok(None);
        }
        let first = take_u8(&mut input)?;
        if first & EX_HEADER == 0 {
            parse_legacy(first, input)
        } else {
            parse_enhanced(first, input)
        }
    }

    /// The payload of a video message that says this. Legacy is only for H.264 (the others are
    /// written enhanced all the same); nanoseconds are not written.
    pub fn encode(&self, dialect: Dialect) -> Bytes {
        let mut output = BytesMut::new();
        let keyframe = match self.data {
            VideoData::Frame { keyframe, .. } => keyframe,
            VideoData::SequenceStart(_) => true,
            VideoData::SequenceEnd | VideoData::Metadata(_) => false,
        };
        let frame_type = if keyframe { FRAME_TYPE_KEY } else { 2 };
        match (dialect, self.codec, &self.data) {
            (_, _, VideoData::Metadata(_)) => {}
            (Dialect::Legacy, VideoCodec::Avc, data) => {
                output.put_u8(frame_type << 4 | CODEC_ID_AVC);
                encode_legacy(data, &mut output);
                return output.freeze();
            }
            _ => {}
        }
        let first = EX_HEADER | frame_type << 4;
        let four_cc = self.codec.four_cc().as_bytes();
        match &self.data {
            VideoData::SequenceStart(record) => {
                output.put_u8(first | packet_type::SEQUENCE_START);
                output.put_slice(four_cc);
                output.put_slice(record);
            }
            VideoData::Frame {
                composition_ms,
                payload,
                ..
            } => {
                let with_time = self.codec.has_composition_time() && *composition_ms != 0;
                let x = self.codec.has_composition_time() && !with_time;
                let kind = if x {
                    packet_type::CODED_FRAMES_X
                } else {
                    packet_type::CODED_FRAMES
                };
                output.put_u8(first | kind);
                output.put_slice(four_cc);
                if with_time {
                    output.put_slice(&composition_ms.to_be_bytes()[1..]);
                }
                output.put_slice(payload);
            }
            VideoData::SequenceEnd => {
                output.put_u8(first | packet_type::SEQUENCE_END);
                output.put_slice(four_cc);
            }
            VideoData::Metadata(data) => {
                output.put_u8(first | packet_type::METADATA);
                output.put_slice(four_cc);
                output.put_slice(data);
            }
        }
        output.freeze()
    }
}

/// FLV 10.1, E.4.3.1: frame type and codec, then `AVCVIDEOPACKET`.
fn parse_legacy(first: u8, mut input: Bytes) -> Result<Option<VideoTag>, TagError> {
    let (frame_type, codec_id) = (first >> 4, first & 0x0F);
    if frame_type == FRAME_TYPE_COMMAND {
        return Ok(None);
    }
    let codec = match codec_id {
        CODEC_ID_AVC => VideoCodec::Avc,
        CODEC_ID_HEVC => VideoCodec::Hevc,
        other => return Err(TagError::UnsupportedCodec(CodecName::LegacyVideo(other))),
    };
    let packet_type = take_u8(&mut input)?;
    let composition_ms = take_i24(&mut input)?;
    let data = match packet_type {
        0 => VideoData::SequenceStart(input),
        1 if input.is_empty() => return Ok(None),
        1 => VideoData::Frame {
            keyframe: is_keyframe(frame_type),
            composition_ms,
            payload: input,
        },
        2 => VideoData::SequenceEnd,
        other => return Err(TagError::UnsupportedPacketType(other)),
    };
    Ok(Some(VideoTag {
        codec,
        nano_offset: 0,
        data,
    }))
}

/// Enhanced RTMP v2, `ExVideoTagHeader` and `ExVideoTagBody`.
fn parse_enhanced(first: u8, mut input: Bytes) -> Result<Option<VideoTag>, TagError> {
    let frame_type = (first >> 4) & 0x07;
    let prefix = take_mod_ex(first & 0x0F, &mut input)?;
    if frame_type == FRAME_TYPE_COMMAND && prefix.packet_type != packet_type::METADATA {
        return Ok(None);
    }
    let body = if prefix.packet_type == packet_type::MULTITRACK {
        let Some(body) = take_default_track(input)? else {
            return Ok(None);
        };
        body
    } else {
        take_body(prefix.packet_type, input)?
    };
    let Body {
        packet_type,
        four_cc,
        data: mut input,
    } = body;
    let codec = VideoCodec::from_four_cc(four_cc)?;
    let keyframe = is_keyframe(frame_type);
    let data = match packet_type {
        packet_type::SEQUENCE_START => VideoData::SequenceStart(input),
        packet_type::CODED_FRAMES => {
            let composition_ms = if codec.has_composition_time() {
                take_i24(&mut input)?
            } else {
                0
            };
            VideoData::Frame {
                keyframe,
                composition_ms,
                payload: input,
            }
        }
        packet_type::CODED_FRAMES_X => VideoData::Frame {
            keyframe,
            composition_ms: 0,
            payload: input,
        },
        packet_type::SEQUENCE_END => VideoData::SequenceEnd,
        packet_type::METADATA => VideoData::Metadata(input),
        other => return Err(TagError::UnsupportedPacketType(other)),
    };
    if matches!(&data, VideoData::Frame { payload, .. } if payload.is_empty()) {
        return Ok(None);
    }
    Ok(Some(VideoTag {
        codec,
        nano_offset: prefix.nano_offset,
        data,
    }))
}

fn is_keyframe(frame_type: u8) -> bool {
    matches!(frame_type, FRAME_TYPE_KEY | FRAME_TYPE_GENERATED_KEY)
}

fn encode_legacy(data: &VideoData, output: &mut BytesMut) {
    match data {
        VideoData::SequenceStart(record) => {
            output.put_slice(&[0, 0, 0, 0]);
            output.put_slice(record);
        }
        VideoData::Frame {
            composition_ms,
            payload,
            ..
        } => {
            output.put_u8(1);
            output.put_slice(&composition_ms.to_be_bytes()[1..]);
            output.put_slice(payload);
        }
        VideoData::SequenceEnd => output.put_slice(&[2, 0, 0, 0]),
        VideoData::Metadata(_) => {}
    }
}
