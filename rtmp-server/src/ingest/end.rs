//! How connections end.

use live_hls::HlsError;
use std::io;

/// Why a connection ended, for the log.
#[derive(Debug, thiserror::Error)]
pub(super) enum End {
    #[error("the encoder closed the connection")]
    Closed,
    #[error("the encoder stopped publishing")]
    Stopped,
    #[error("nothing came for too long")]
    Silent,
    #[error("the stream was ended or taken over")]
    Told,
    #[error("the server stops")]
    Stopping,
    #[error("the encoder was refused")]
    Refused,
    #[error("the encoder sends more than rtmp.bitrate_max_bps")]
    TooMuch,
    #[error("the media can't be packaged")]
    Media(#[from] HlsError),
    #[error("the connection broke")]
    Io(#[source] io::Error),
    #[error("the encoder does not speak RTMP")]
    Protocol(#[from] live_rtmp::SessionError),
}

/// Who closes the connection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Closing {
    /// The peer, which has said its last word: GStreamer fails where the server does it first.
    ByPeer,
    /// We, and the peer may be sending yet. What it sends is read for a while, for else the
    /// system resets the connection, and our last words are lost.
    ByUs,
    /// It is closed, or nothing was said that the peer should still hear.
    AtOnce,
}

impl Closing {
    /// `can_reconnect`: the encoder can be asked to.
    pub(super) const fn of(end: &End, can_reconnect: bool) -> Self {
        match end {
            End::Stopped => Self::ByPeer,
            // Without a word, the sooner the encoder notices the better.
            End::Stopping if !can_reconnect => Self::AtOnce,
            End::Closed | End::Silent | End::Io(_) => Self::AtOnce,
            End::Told
            | End::Stopping
            | End::Refused
            | End::TooMuch
            | End::Media(_)
            | End::Protocol(_) => Self::ByUs,
        }
    }
}

impl From<io::Error> for End {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // Many encoders leave so: FFmpeg resets the connection, others say no TLS goodbye.
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof => Self::Closed,
            _ => Self::Io(error),
        }
    }
}
