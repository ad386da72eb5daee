//! The conversation up to publishing: connect, create a stream, publish.

use super::{CONTROL_CHUNKS, ClientEvent, ClientSession};
use crate::{
    Message, MessageType, SessionError,
    amf0::{Properties, Value},
    command::Command,
    flv::{AudioCodec, VideoCodec},
};
use bytes::{BufMut, BytesMut};

/// Our transactions.
const CONNECT: f64 = 1.0;
const RELEASE_STREAM: f64 = 2.0;
const FC_PUBLISH: f64 = 3.0;
const CREATE_STREAM: f64 = 4.0;
const PUBLISH: f64 = 5.0;

const CHUNK_BYTES: u32 = 4_096;
const PING_REQUEST: u16 = 6;
const PING_RESPONSE: u16 = 7;
/// `CapsExMask`: reconnect, multitrack, `ModEx`.
const CAPS_EX: f64 = 7.0;

impl ClientSession {
    pub(super) fn send_connect(&mut self) {
        self.writer.set_chunk_size(CHUNK_BYTES, &mut self.output);
        let video = VideoCodec::ALL.map(VideoCodec::four_cc);
        let audio = AudioCodec::ALL.map(AudioCodec::four_cc);
        let list = video
            .iter()
            .chain(&audio)
            .map(|code| Value::from(*code))
            .collect();
        let object = Properties::default()
            .with("app", self.target.app.as_str())
            .with("type", "nonprivate")
            .with("flashVer", "FMLE/3.0 (compatible; Live Engine)")
            .with("tcUrl", self.target.tc_url.as_str())
            .with("fourCcList", Value::Array(list))
            .with("capsEx", CAPS_EX);
        self.send_command(0, &["connect".into(), CONNECT.into(), object.object()]);
    }

    pub(super) fn converse(
        &mut self,
        message: &Message,
    ) -> Result<Option<ClientEvent>, SessionError> {
        match message.kind {
            MessageType::UserControl => self.answer_ping(&message.payload),
            MessageType::CommandAmf0 => return Ok(self.answer(Command::parse(message)?)),
            _ => {}
        }
        Ok(None)
    }

    fn answer(&mut self, command: Command) -> Option<ClientEvent> {
        let info = command.arguments.get(1);
        let text = |name| {
            let value = info.and_then(|info| info.get(name)).and_then(Value::as_str);
            value.unwrap_or_default().to_owned()
        };
        match command.name.as_str() {
            "_result" if command.transaction == CONNECT => {
                self.send_create_stream();
                Some(ClientEvent::Connected(info.cloned().unwrap_or(Value::Null)))
            }
            "_result" if command.transaction == CREATE_STREAM => {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "`as` saturates; a stream id that isn't one gets no media accepted"
                )]
                let id = info.and_then(Value::as_number).unwrap_or(0.0) as u32;
                self.stream_id = Some(id);
                self.send_publish(id);
                None
            }
            "_error" if command.transaction == CONNECT || command.transaction == CREATE_STREAM => {
                Some(ClientEvent::Refused {
                    code: text("code"),
                    description: text("description"),
                })
            }
            "onStatus" if text("level") == "error" => Some(ClientEvent::Refused {
                code: text("code"),
                description: text("description"),
            }),
            "onStatus" if text("code") == "NetStream.Publish.Start" => Some(ClientEvent::Ready),
            "onStatus" => Some(ClientEvent::Status { code: text("code") }),
            _ => None,
        }
    }

    fn send_create_stream(&mut self) {
        let key = Value::from(self.target.key.as_str());
        let release = [
            "releaseStream".into(),
            RELEASE_STREAM.into(),
            Value::Null,
            key.clone(),
        ];
        self.send_command(0, &release);
        self.send_command(
            0,
            &["FCPublish".into(), FC_PUBLISH.into(), Value::Null, key],
        );
        self.send_command(
            0,
            &["createStream".into(), CREATE_STREAM.into(), Value::Null],
        );
    }

    fn send_publish(&mut self, stream_id: u32) {
        let key = Value::from(self.target.key.as_str());
        let publish = [
            "publish".into(),
            PUBLISH.into(),
            Value::Null,
            key,
            Value::from("live"),
        ];
        self.send_command(stream_id, &publish);
    }

    fn answer_ping(&mut self, payload: &[u8]) {
        if let Some((kind, data)) = payload.split_first_chunk()
            && u16::from_be_bytes(*kind) == PING_REQUEST
        {
            let mut pong = BytesMut::new();
            pong.put_u16(PING_RESPONSE);
            pong.put_slice(data);
            let message = Message {
                kind: MessageType::UserControl,
                timestamp: 0,
                stream_id: 0,
                payload: pong.freeze(),
            };
            self.writer
                .write(CONTROL_CHUNKS, &message, &mut self.output);
        }
    }
}
