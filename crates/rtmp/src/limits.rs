//! What a peer may make us hold. Beyond any of these a session ends with an error.

use crate::MessageType;

/// A video message: a key frame of 4K at a high rate is 2 to 3 MiB.
pub const VIDEO_MESSAGE_BYTES_MAX: usize = 8 << 20;
/// An audio message.
pub const AUDIO_MESSAGE_BYTES_MAX: usize = 1 << 20;
/// A command or data message (`connect`, `onMetaData`).
pub const COMMAND_MESSAGE_BYTES_MAX: usize = 64 << 10;
/// A protocol or user control message.
pub const CONTROL_MESSAGE_BYTES_MAX: usize = 64;
/// Bytes of unfinished messages, all chunk streams of a session together.
pub const PARTIAL_BYTES_MAX: usize = 16 << 20;
/// Chunk streams of a session; encoders use two to eight.
pub const CHUNK_STREAMS_MAX: usize = 64;
/// The largest chunk that a peer may announce: a message is no longer (RTMP 1.0, 5.4.1).
pub const CHUNK_SIZE_MAX: u32 = 0x00FF_FFFF;
/// Message streams (`createStream`) of a session.
pub const MESSAGE_STREAMS_MAX: u32 = 8;
/// Objects within objects in AMF0.
pub const AMF_DEPTH_MAX: usize = 8;
/// Values in one AMF0 message, nested ones counted.
pub const AMF_VALUES_MAX: usize = 1_024;
/// Bytes of an AMF0 string.
pub const AMF_STRING_BYTES_MAX: usize = 16 << 10;
/// Bytes of an application's name or a stream key.
pub const NAME_BYTES_MAX: usize = 512;
/// `ModEx` prefixes of one enhanced media message.
pub const MOD_EX_MAX: usize = 8;
/// Tracks of one enhanced multitrack message.
pub const TRACKS_MAX: usize = 16;
/// FLV tags in one aggregate message.
pub const AGGREGATE_TAGS_MAX: usize = 1_024;

/// The longest message of that type.
pub(crate) const fn message_bytes_max(kind: MessageType) -> usize {
    match kind {
        MessageType::Video | MessageType::Aggregate => VIDEO_MESSAGE_BYTES_MAX,
        MessageType::Audio => AUDIO_MESSAGE_BYTES_MAX,
        MessageType::SetChunkSize
        | MessageType::Abort
        | MessageType::Acknowledgement
        | MessageType::UserControl
        | MessageType::WindowAckSize
        | MessageType::SetPeerBandwidth => CONTROL_MESSAGE_BYTES_MAX,
        MessageType::DataAmf3
        | MessageType::CommandAmf3
        | MessageType::DataAmf0
        | MessageType::CommandAmf0
        | MessageType::Other(_) => COMMAND_MESSAGE_BYTES_MAX,
    }
}
