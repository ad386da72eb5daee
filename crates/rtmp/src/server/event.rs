use crate::{
    amf0::Value,
    error::TagError,
    flv::{AudioTag, VideoTag},
};

/// What a publisher does.
#[derive(Debug)]
pub enum Event {
    /// It connected to an application; already answered.
    Connect(Connect),
    /// It asks to publish: answer with `accept` or `reject`.
    Publish(Publish),
    /// It describes its stream.
    Metadata(Metadata),
    /// Video.
    Video(VideoPacket),
    /// Audio.
    Audio(AudioPacket),
    /// A media message that can't be used; the session goes on.
    Skipped(Skipped),
    /// It stopped publishing; it may publish again or leave.
    Ended,
    /// It asked to play, which was refused.
    PlayRefused,
}

/// `connect`: who comes, and to which application.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Connect {
    /// The application, without slashes around it and without a query: `live`.
    pub app: String,
    /// The encoder's name, as it calls itself, or empty.
    pub flash_ver: String,
    /// It speaks enhanced RTMP (it lists FourCCs or capabilities).
    pub enhanced: bool,
    /// It can be asked to reconnect (`capsEx`, bit 0).
    pub can_reconnect: bool,
}

/// `publish`: to which key. `Debug` does not show the key.
#[derive(Clone, PartialEq, Eq)]
pub struct Publish {
    /// The application.
    pub app: String,
    /// The stream key, without query: a secret.
    pub key: String,
    /// What stood behind `?`, or empty.
    pub query: String,
}

impl std::fmt::Debug for Publish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Publish")
            .field("app", &self.app)
            .finish_non_exhaustive()
    }
}

/// `onMetaData`: what the encoder says of its stream. Not to be trusted: many say less than they
/// send.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metadata(pub Vec<(String, Value)>);

impl Metadata {
    /// A number of that name, for example `framerate`.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .and_then(|(_, value)| value.as_number())
    }

    /// A text of that name, for example `encoder`.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .and_then(|(_, value)| value.as_str())
    }
}

/// A video message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VideoPacket {
    /// Decoding time in milliseconds, unwrapped; any origin.
    pub timestamp_ms: i64,
    /// What it says.
    pub tag: VideoTag,
}

/// An audio message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudioPacket {
    /// Time in milliseconds, unwrapped; same origin as the video's.
    pub timestamp_ms: i64,
    /// What it says.
    pub tag: AudioTag,
}

/// A media message that can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// It was video, not audio.
    pub video: bool,
    /// Why.
    pub error: TagError,
}

/// Why a publisher is turned away: becomes `onStatus` of level `error`. FFmpeg, OBS and
/// GStreamer show the description to their user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// `NetStream.Publish.BadName`: no such key.
    BadName,
    /// `NetStream.Publish.Denied`: the key is known, but may not publish (now).
    Denied,
    /// `NetStream.Publish.Rejected`: what is sent can't be taken (codec).
    Rejected,
    /// `NetStream.Publish.Failed`: our fault; trying again may help.
    Failed,
    /// `NetConnection.Connect.Closed`: the stream was ended here, or the server stops.
    Closed,
}

impl Refusal {
    /// The status code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BadName => "NetStream.Publish.BadName",
            Self::Denied => "NetStream.Publish.Denied",
            Self::Rejected => "NetStream.Publish.Rejected",
            Self::Failed => "NetStream.Publish.Failed",
            Self::Closed => "NetConnection.Connect.Closed",
        }
    }
}
