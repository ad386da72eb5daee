//! RTMP messages: what the chunk stream carries.

use bytes::Bytes;

/// A whole message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The type.
    pub kind: MessageType,
    /// Milliseconds, modulo 2³².
    pub timestamp: u32,
    /// The message stream; 0 is the connection itself.
    pub stream_id: u32,
    /// The body.
    pub payload: Bytes,
}

/// The type of a message (RTMP 1.0, sections 5.4 and 7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageType {
    /// 1
    SetChunkSize,
    /// 2
    Abort,
    /// 3
    Acknowledgement,
    /// 4
    UserControl,
    /// 5
    WindowAckSize,
    /// 6
    SetPeerBandwidth,
    /// 8
    Audio,
    /// 9
    Video,
    /// 15
    DataAmf3,
    /// 17
    CommandAmf3,
    /// 18
    DataAmf0,
    /// 20
    CommandAmf0,
    /// 22
    Aggregate,
    /// Any other: skipped.
    Other(u8),
}

impl MessageType {
    /// The type with that number.
    pub const fn from_u8(number: u8) -> Self {
        match number {
            1 => Self::SetChunkSize,
            2 => Self::Abort,
            3 => Self::Acknowledgement,
            4 => Self::UserControl,
            5 => Self::WindowAckSize,
            6 => Self::SetPeerBandwidth,
            8 => Self::Audio,
            9 => Self::Video,
            15 => Self::DataAmf3,
            17 => Self::CommandAmf3,
            18 => Self::DataAmf0,
            20 => Self::CommandAmf0,
            22 => Self::Aggregate,
            other => Self::Other(other),
        }
    }

    /// The number on the wire.
    pub const fn as_u8(self) -> u8 {
        match self {
            Self::SetChunkSize => 1,
            Self::Abort => 2,
            Self::Acknowledgement => 3,
            Self::UserControl => 4,
            Self::WindowAckSize => 5,
            Self::SetPeerBandwidth => 6,
            Self::Audio => 8,
            Self::Video => 9,
            Self::DataAmf3 => 15,
            Self::CommandAmf3 => 17,
            Self::DataAmf0 => 18,
            Self::CommandAmf0 => 20,
            Self::Aggregate => 22,
            Self::Other(number) => number,
        }
    }
}
