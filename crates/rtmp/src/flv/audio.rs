use super::{
    Dialect,
    enhanced::{Body, take_body, take_default_track, take_mod_ex},
    take_u8,
};
use crate::error::{CodecName, TagError};
use bytes::{BufMut, Bytes, BytesMut};

/// An audio codec that we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AudioCodec {
    /// AAC; raw access units.
    Aac,
    /// Opus; packets.
    Opus,
}

impl AudioCodec {
    /// Every codec that we take.
    pub const ALL: [Self; 2] = [Self::Aac, Self::Opus];

    /// The codec's FourCC in enhanced RTMP.
    pub const fn four_cc(self) -> &'static str {
        match self {
            Self::Aac => "mp4a",
            Self::Opus => "Opus",
        }
    }

    fn from_four_cc(code: [u8; 4]) -> Result<Self, TagError> {
        Self::ALL
            .into_iter()
            .find(|codec| codec.four_cc().as_bytes() == code)
            .ok_or(TagError::UnsupportedCodec(CodecName::FourCc(code)))
    }
}

/// An audio message, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudioTag {
    /// The codec.
    pub codec: AudioCodec,
    /// Nanoseconds to add to the message's timestamp, below a millisecond.
    pub nano_offset: u32,
    /// What it carries.
    pub data: AudioData,
}

/// What an audio message carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AudioData {
    /// `AudioSpecificConfig` of AAC (ISO/IEC 14496-3), or the identification header of Opus
    /// (`OpusHead`, RFC 7845, 5.1).
    SequenceStart(Bytes),
    /// A frame.
    Frame(Bytes),
    /// No more frames of this sequence.
    SequenceEnd,
}

const SOUND_FORMAT_EX: u8 = 9;
const SOUND_FORMAT_AAC: u8 = 10;
/// AAC, 44 kHz, 16 bit, stereo: fixed for AAC, whatever it is (FLV 10.1, E.4.2.1).
const AAC_HEADER: u8 = 0xAF;

mod packet_type {
    pub(super) const SEQUENCE_START: u8 = 0;
    pub(super) const CODED_FRAMES: u8 = 1;
    pub(super) const SEQUENCE_END: u8 = 2;
    pub(super) const MULTICHANNEL_CONFIG: u8 = 4;
    pub(super) const MULTITRACK: u8 = 5;
}

impl AudioTag {
    /// Parses the payload of an audio message. `None` if there is nothing in it for us: an empty
    /// message, a channel layout, or only tracks that aren't the default.
    pub fn parse(mut input: Bytes) -> Result<Option<Self>, TagError> {
        if input.is_empty() {
            return Ok(None);
        }
        let first = take_u8(&mut input)?;
        match first >> 4 {
            SOUND_FORMAT_EX => parse_enhanced(first, input),
            // librtmp ends a stream with a lone header byte.
            SOUND_FORMAT_AAC if input.is_empty() => Ok(None),
            SOUND_FORMAT_AAC => {
                let data = match take_u8(&mut input)? {
                    0 => AudioData::SequenceStart(input),
                    1 if input.is_empty() => return Ok(None),
                    1 => AudioData::Frame(input),
                    other => return Err(TagError::UnsupportedPacketType(other)),
                };
                Ok(Some(Self {
                    codec: AudioCodec::Aac,
                    nano_offset: 0,
                    data,
                }))
            }
            other => Err(TagError::UnsupportedCodec(CodecName::LegacyAudio(other))),
        }
    }

    /// The payload of an audio message that says this. Legacy is only for AAC, without an end
    /// (the others are written enhanced all the same); nanoseconds are not written.
    pub fn encode(&self, dialect: Dialect) -> Bytes {
        let mut output = BytesMut::new();
        let (kind, data) = match &self.data {
            AudioData::SequenceStart(config) => (packet_type::SEQUENCE_START, &config[..]),
            AudioData::Frame(payload) => (packet_type::CODED_FRAMES, &payload[..]),
            AudioData::SequenceEnd => (packet_type::SEQUENCE_END, &[][..]),
        };
        if dialect == Dialect::Legacy
            && self.codec == AudioCodec::Aac
            && kind != packet_type::SEQUENCE_END
        {
            output.put_u8(AAC_HEADER);
            output.put_u8(kind);
        } else {
            output.put_u8(SOUND_FORMAT_EX << 4 | kind);
            output.put_slice(self.codec.four_cc().as_bytes());
        }
        output.put_slice(data);
        output.freeze()
    }
}

/// Enhanced RTMP v2, `ExAudioTagHeader` and `ExAudioTagBody`.
fn parse_enhanced(first: u8, mut input: Bytes) -> Result<Option<AudioTag>, TagError> {
    let prefix = take_mod_ex(first & 0x0F, &mut input)?;
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
        data: input,
    } = body;
    let codec = AudioCodec::from_four_cc(four_cc)?;
    let data = match packet_type {
        packet_type::SEQUENCE_START => AudioData::SequenceStart(input),
        packet_type::CODED_FRAMES if input.is_empty() => return Ok(None),
        packet_type::CODED_FRAMES => AudioData::Frame(input),
        packet_type::SEQUENCE_END => AudioData::SequenceEnd,
        // The codec's own header says how many channels there are, which is all that HLS needs.
        packet_type::MULTICHANNEL_CONFIG => return Ok(None),
        other => return Err(TagError::UnsupportedPacketType(other)),
    };
    Ok(Some(AudioTag {
        codec,
        nano_offset: prefix.nano_offset,
        data,
    }))
}
