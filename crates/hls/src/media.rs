//! What goes in: codec records and coded frames.

use bytes::Bytes;

/// A video codec that the packager carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VideoCodec {
    /// H.264; frames are NAL units with length prefixes, the record is an
    /// `AVCDecoderConfigurationRecord` (ISO/IEC 14496-15, 5.3.3.1).
    Avc,
    /// H.265; likewise with an `HEVCDecoderConfigurationRecord` (14496-15, 8.3.3.1).
    Hevc,
    /// AV1; frames are temporal units in the low-overhead format without temporal delimiters,
    /// the record is an `AV1CodecConfigurationRecord` (AV1 in ISOBMFF, 2.3.3).
    Av1,
}

/// An audio codec that the packager carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AudioCodec {
    /// AAC (LC and both HE); frames are raw access units, the record is an `AudioSpecificConfig`
    /// (ISO/IEC 14496-3, 1.6.2.1).
    Aac,
    /// Opus; frames are packets of one stream, the record is an `OpusHead` (RFC 7845, 5.1).
    Opus,
}

/// How the video that follows is coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VideoConfig {
    /// The codec.
    pub codec: VideoCodec,
    /// The codec's record (the body of `avcC`, `hvcC` or `av1C`).
    pub record: Bytes,
}

/// How the audio that follows is coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudioConfig {
    /// The codec.
    pub codec: AudioCodec,
    /// The codec's record (`AudioSpecificConfig` or `OpusHead`, the latter with or without its
    /// magic).
    pub record: Bytes,
}

/// One coded picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VideoFrame {
    /// Decoding time in the encoder's clock, milliseconds, already unwrapped from 32 bits.
    pub dts_ms: i64,
    /// Presentation time minus decoding time, milliseconds; may be negative.
    pub composition_offset_ms: i32,
    /// Decoding can begin here.
    pub keyframe: bool,
    /// The coded picture, in the form that its codec's [`VideoCodec`] describes.
    pub data: Bytes,
}

/// One coded audio frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudioFrame {
    /// Presentation time in the encoder's clock (the one that video uses), milliseconds, already
    /// unwrapped from 32 bits.
    pub pts_ms: i64,
    /// The coded frame, in the form that its codec's [`AudioCodec`] describes.
    pub data: Bytes,
}
