//! Why a session ends.

use crate::MessageType;

/// The peer broke the protocol, or a limit. The session is over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// C0 names another version than 3 (RTMP 1.0, 5.2.2); an HTTP or TLS client looks like this.
    #[error("handshake version {0} is not RTMP's 3")]
    HandshakeVersion(u8),
    /// The chunk stream is broken.
    #[error("broken chunk stream")]
    Chunk(#[from] ChunkError),
    /// A command is not AMF0, or nests too deep.
    #[error("broken AMF0 in a command")]
    Amf0(#[from] Amf0Error),
    /// A command came before `connect`, or `connect` twice.
    #[error("command out of order")]
    OutOfOrder,
    /// A control message is too short for its type.
    #[error("control message cut short")]
    ControlTooShort,
    /// The application's name or the stream key is longer than
    /// [`NAME_BYTES_MAX`](crate::limits::NAME_BYTES_MAX).
    #[error("name too long")]
    NameTooLong,
    /// More than [`MESSAGE_STREAMS_MAX`](crate::limits::MESSAGE_STREAMS_MAX).
    #[error("too many message streams")]
    TooManyMessageStreams,
}

/// The chunk stream (RTMP 1.0, 5.3) is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChunkError {
    /// A compressed header on a chunk stream that has no header to refer to.
    #[error("chunk stream {0} begins with a compressed header")]
    NoPreviousHeader(u32),
    /// A new header in the middle of a message.
    #[error("header inside an unfinished message on chunk stream {0}")]
    HeaderInsideMessage(u32),
    /// More than [`CHUNK_STREAMS_MAX`](crate::limits::CHUNK_STREAMS_MAX).
    #[error("too many chunk streams")]
    TooManyStreams,
    /// A message longer than its type may be.
    #[error("message of {bytes} bytes and type {kind:?}: limit {limit}")]
    MessageTooLong {
        /// What the header announces.
        bytes: usize,
        /// The message's type.
        kind: MessageType,
        /// What would be accepted.
        limit: usize,
    },
    /// More than [`PARTIAL_BYTES_MAX`](crate::limits::PARTIAL_BYTES_MAX).
    #[error("too many bytes in unfinished messages")]
    TooManyPartialBytes,
    /// Set Chunk Size of zero or above 31 bits (RTMP 1.0, 5.4.1), or cut short.
    #[error("invalid chunk size")]
    InvalidChunkSize,
    /// Abort Message cut short.
    #[error("invalid abort message")]
    InvalidAbort,
}

/// The bytes are not AMF0 that we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Amf0Error {
    /// The input ends inside a value.
    #[error("cut short")]
    CutShort,
    /// A marker that AMF0 reserves or that leads to AMF3.
    #[error("unsupported marker {0:#04x}")]
    UnsupportedMarker(u8),
    /// An object ends without its end marker.
    #[error("object without an end")]
    NoObjectEnd,
    /// Deeper than [`AMF_DEPTH_MAX`](crate::limits::AMF_DEPTH_MAX).
    #[error("nested too deep")]
    TooDeep,
    /// More than [`AMF_VALUES_MAX`](crate::limits::AMF_VALUES_MAX).
    #[error("too many values")]
    TooManyValues,
    /// Longer than [`AMF_STRING_BYTES_MAX`](crate::limits::AMF_STRING_BYTES_MAX).
    #[error("string too long")]
    StringTooLong,
}

/// A media message that can't be used. It is skipped; the session goes on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TagError {
    /// The message ends inside its header.
    #[error("cut short")]
    CutShort,
    /// A codec that HLS can't carry or that we don't take.
    #[error("unsupported codec {0}")]
    UnsupportedCodec(CodecName),
    /// A packet type that the specification reserves, or that isn't for this codec.
    #[error("unsupported packet type {0}")]
    UnsupportedPacketType(u8),
    /// More `ModEx` prefixes or tracks than the limits.
    #[error("too many extensions or tracks")]
    TooMany,
}

/// How a message names its codec.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodecName {
    /// `CodecID` of a legacy video tag.
    LegacyVideo(u8),
    /// `SoundFormat` of a legacy audio tag.
    LegacyAudio(u8),
    /// FourCC of an enhanced tag.
    FourCc([u8; 4]),
}

impl std::fmt::Display for CodecName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::LegacyVideo(2) => f.write_str("Sorenson H.263"),
            Self::LegacyVideo(4 | 5) => f.write_str("VP6"),
            Self::LegacyVideo(id) => write!(f, "FLV video {id}"),
            Self::LegacyAudio(2 | 14) => f.write_str("MP3"),
            Self::LegacyAudio(4..=6) => f.write_str("Nellymoser"),
            Self::LegacyAudio(11) => f.write_str("Speex"),
            Self::LegacyAudio(id) => write!(f, "FLV audio {id}"),
            Self::FourCc(code) => write!(f, "{}", code.escape_ascii()),
        }
    }
}
