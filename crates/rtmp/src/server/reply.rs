//! What we answer.

use super::{ACK_WINDOW_BYTES, Phase, Publishing, Refusal, ServerSession};
use crate::{
    Message, MessageType,
    amf0::{Properties, Value},
    command::{self, status},
    flv::{AudioCodec, VideoCodec},
};
use bytes::{BufMut, Bytes, BytesMut};

/// Chunk streams that we write on.
const CONTROL_CHUNKS: u32 = 2;
const COMMAND_CHUNKS: u32 = 3;
/// Our answers fit into one chunk.
const CHUNK_BYTES: u32 = 4_096;

/// User control event types (RTMP 1.0, 7.1.7).
const STREAM_BEGIN: u16 = 0;
const PING_RESPONSE: u16 = 7;
/// Set Peer Bandwidth, limit type (RTMP 1.0, 5.4.5).
const LIMIT_DYNAMIC: u8 = 2;

/// `FourCcInfoMask.CanForward` (Enhanced RTMP v2).
const CAN_FORWARD: f64 = 4.0;
/// `CapsExMask`: reconnect, multitrack, `ModEx`, nanosecond offsets.
const CAPS_EX: f64 = 15.0;

/// What encoders are told that we take: VP9 is parsed, but HLS players want the others.
const ADVERTISED: [VideoCodec; 3] = [VideoCodec::Avc, VideoCodec::Hevc, VideoCodec::Av1];

impl ServerSession {
    /// Lets the waiting publisher publish. Without one it does nothing.
    pub fn accept(&mut self) {
        let Publishing::Asked { stream_id } = self.publishing else {
            return;
        };
        self.publishing = Publishing::Live {
            stream_id,
            clock: crate::Unwrapper::default(),
        };
        let mut begin = BytesMut::new();
        begin.put_u16(STREAM_BEGIN);
        begin.put_u32(stream_id);
        self.control(MessageType::UserControl, begin.freeze());
        let start = status("status", "NetStream.Publish.Start", "Publishing.").object();
        if self.fc_publish {
            self.command(
                stream_id,
                &["onFCPublish".into(), 0.0.into(), Value::Null, start.clone()],
            );
        }
        self.on_status(stream_id, start);
    }

    /// Tells the publisher why it is turned away or cut off, and closes the session.
    /// `description` is shown to the encoder's user: it must not hold the key.
    pub fn reject(&mut self, refusal: Refusal, description: &str) {
        let stream_id = match self.publishing {
            Publishing::Asked { stream_id } | Publishing::Live { stream_id, .. } => stream_id,
            Publishing::No => 0,
        };
        if !self.is_closed() {
            self.on_status(
                stream_id,
                status("error", refusal.code(), description).object(),
            );
        }
        self.publishing = Publishing::No;
        self.phase = Phase::Closed;
    }

    /// Asks the encoder to come back over a new connection, for example to another node
    /// (Enhanced RTMP v2, "Reconnect Request"). The session goes on until the encoder leaves.
    /// Does nothing if it can't ([`Self::can_reconnect`]).
    pub fn request_reconnect(&mut self, description: &str) {
        if self.can_reconnect() && !self.is_closed() {
            let code = "NetConnection.Connect.ReconnectRequest";
            self.on_status(0, status("status", code, description).object());
        }
    }

    pub(super) fn reply_connect(&mut self, transaction: f64) {
        let window = Bytes::copy_from_slice(&ACK_WINDOW_BYTES.to_be_bytes());
        self.control(MessageType::WindowAckSize, window.clone());
        let mut bandwidth = BytesMut::from(&window[..]);
        bandwidth.put_u8(LIMIT_DYNAMIC);
        self.control(MessageType::SetPeerBandwidth, bandwidth.freeze());
        self.writer.set_chunk_size(CHUNK_BYTES, &mut self.output);

        let server = capabilities(
            Properties::default()
                .with("fmsVer", "FMS/3,5,7,7009")
                .with("capabilities", 31.0),
        );
        let success = status(
            "status",
            "NetConnection.Connect.Success",
            "Connection succeeded.",
        )
        .with("objectEncoding", 0.0);
        self.command(
            0,
            &[
                "_result".into(),
                transaction.into(),
                server.object(),
                capabilities(success).object(),
            ],
        );
    }

    pub(super) fn reply_result(&mut self, transaction: f64, value: Value) {
        self.command(
            0,
            &["_result".into(), transaction.into(), Value::Null, value],
        );
    }

    pub(super) fn reply_unknown(&mut self, transaction: f64) {
        let info = status("error", "NetConnection.Call.Failed", "Unknown command.").object();
        self.command(0, &["_error".into(), transaction.into(), Value::Null, info]);
    }

    pub(super) fn reply_play_refused(&mut self, stream_id: u32) {
        let info = status(
            "error",
            "NetStream.Play.Failed",
            "This server takes streams; watch over HLS.",
        );
        self.on_status(stream_id, info.object());
    }

    pub(super) fn reply_unpublished(&mut self, stream_id: u32) {
        let info = status(
            "status",
            "NetStream.Unpublish.Success",
            "Stopped publishing.",
        )
        .object();
        if self.fc_publish {
            let name = "onFCUnpublish".into();
            self.command(stream_id, &[name, 0.0.into(), Value::Null, info.clone()]);
        }
        self.on_status(stream_id, info);
    }

    pub(super) fn reply_ping(&mut self, data: &[u8]) {
        let mut pong = BytesMut::new();
        pong.put_u16(PING_RESPONSE);
        pong.put_slice(data);
        self.control(MessageType::UserControl, pong.freeze());
    }

    /// Acknowledges what came since the last time, once it fills the window (RTMP 1.0, 5.4.3).
    pub(super) fn acknowledge(&mut self) {
        if self.consumed_bytes - self.acknowledged_bytes >= self.ack_window_bytes {
            self.acknowledged_bytes = self.consumed_bytes;
            #[expect(clippy::cast_possible_truncation, reason = "the sequence number wraps")]
            let sequence = self.consumed_bytes as u32;
            let payload = Bytes::copy_from_slice(&sequence.to_be_bytes());
            self.control(MessageType::Acknowledgement, payload);
        }
    }

    fn on_status(&mut self, stream_id: u32, info: Value) {
        self.command(
            stream_id,
            &["onStatus".into(), 0.0.into(), Value::Null, info],
        );
    }

    fn command(&mut self, stream_id: u32, values: &[Value]) {
        let message = command::message(MessageType::CommandAmf0, stream_id, values);
        self.writer
            .write(COMMAND_CHUNKS, &message, &mut self.output);
    }

    fn control(&mut self, kind: MessageType, payload: Bytes) {
        let message = Message {
            kind,
            timestamp: 0,
            stream_id: 0,
            payload,
        };
        self.writer
            .write(CONTROL_CHUNKS, &message, &mut self.output);
    }
}

/// What we take of enhanced RTMP. The specification leaves open which of the two objects of the
/// answer carries it, so both do.
fn capabilities(object: Properties) -> Properties {
    let video = ADVERTISED.map(VideoCodec::four_cc);
    let audio = AudioCodec::ALL.map(AudioCodec::four_cc);
    let map = |codes: &[&str]| {
        codes
            .iter()
            .fold(Properties::default(), |map, code| {
                map.with(code, CAN_FORWARD)
            })
            .object()
    };
    let list = video
        .iter()
        .chain(&audio)
        .map(|code| Value::from(*code))
        .collect();
    object
        .with("fourCcList", Value::Array(list))
        .with("videoFourCcInfoMap", map(&video))
        .with("audioFourCcInfoMap", map(&audio))
        .with("capsEx", CAPS_EX)
}
