//! A publisher's session: for tests that send what no encoder would, and for tools.

mod converse;

use crate::{
    Message, MessageType, SessionError,
    amf0::{Properties, Value},
    chunk::{ChunkReader, ChunkWriter},
    command,
    flv::{AudioTag, Dialect, VideoTag},
    handshake::{advance_client, begin_client},
};
use bytes::{Bytes, BytesMut};

/// Where to publish.
#[derive(Clone)]
pub struct Target {
    /// The application: `live`.
    pub app: String,
    /// The stream key.
    pub key: String,
    /// The server's address with the application: `rtmp://host/live`.
    pub tc_url: String,
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Target")
            .field("tc_url", &self.tc_url)
            .finish_non_exhaustive()
    }
}

/// What the server says.
#[derive(Debug, Clone, PartialEq)]
pub enum ClientEvent {
    /// It answered `connect`: the information object, with its capabilities.
    Connected(Value),
    /// Media may be sent.
    Ready,
    /// It turned us away, or cut us off.
    Refused {
        /// The status code, for example `NetStream.Publish.BadName`.
        code: String,
        /// Words for people.
        description: String,
    },
    /// Another status, for example `NetConnection.Connect.ReconnectRequest`.
    Status {
        /// The status code.
        code: String,
    },
}

/// The state machine of a publisher: feed what the server sends, poll until `None`, send the
/// output; after [`ClientEvent::Ready`] send media.
#[derive(Debug)]
pub struct ClientSession {
    target: Target,
    shaking_hands: bool,
    input: BytesMut,
    output: BytesMut,
    reader: ChunkReader,
    writer: ChunkWriter,
    stream_id: Option<u32>,
}

/// Chunk streams that encoders use by habit.
const CONTROL_CHUNKS: u32 = 2;
const COMMAND_CHUNKS: u32 = 3;
const AUDIO_CHUNKS: u32 = 4;
const VIDEO_CHUNKS: u32 = 6;

impl ClientSession {
    /// A session whose output begins with the handshake. `seed` varies the handshake's filler.
    pub fn new(target: Target, seed: u64) -> Self {
        let mut output = BytesMut::new();
        begin_client(seed, &mut output);
        Self {
            target,
            shaking_hands: true,
            input: BytesMut::new(),
            output,
            reader: ChunkReader::default(),
            writer: ChunkWriter::default(),
            stream_id: None,
        }
    }

    /// Appends bytes to the input.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.input.extend_from_slice(bytes);
    }

    /// Bytes for the server; may be empty.
    pub fn take_output(&mut self) -> Bytes {
        self.output.split().freeze()
    }

    /// The next event; `None` until more input comes.
    pub fn poll(&mut self) -> Result<Option<ClientEvent>, SessionError> {
        if self.shaking_hands {
            if !advance_client(&mut self.input, &mut self.output)? {
                return Ok(None);
            }
            self.shaking_hands = false;
            self.send_connect();
        }
        while let Some(message) = self.reader.read(&mut self.input)? {
            if let Some(event) = self.converse(&message)? {
                return Ok(Some(event));
            }
        }
        Ok(None)
    }

    /// Sends a video tag at `timestamp` milliseconds.
    pub fn send_video(&mut self, timestamp: u32, tag: &VideoTag, dialect: Dialect) {
        self.send(MessageType::Video, timestamp, tag.encode(dialect));
    }

    /// Sends an audio tag at `timestamp` milliseconds.
    pub fn send_audio(&mut self, timestamp: u32, tag: &AudioTag, dialect: Dialect) {
        self.send(MessageType::Audio, timestamp, tag.encode(dialect));
    }

    /// Sends `@setDataFrame`, `onMetaData`.
    pub fn send_metadata(&mut self, metadata: Properties) {
        let values = [
            "@setDataFrame".into(),
            "onMetaData".into(),
            metadata.object(),
        ];
        let payload = command::message(MessageType::DataAmf0, 0, &values).payload;
        self.send(MessageType::DataAmf0, 0, payload);
    }

    /// Sends a message with any payload, for example a tag of an FLV file.
    pub fn send(&mut self, kind: MessageType, timestamp: u32, payload: Bytes) {
        let chunks = match kind {
            MessageType::Video => VIDEO_CHUNKS,
            MessageType::Audio | MessageType::DataAmf0 => AUDIO_CHUNKS,
            MessageType::CommandAmf0 => COMMAND_CHUNKS,
            _ => CONTROL_CHUNKS,
        };
        let message = Message {
            kind,
            timestamp,
            stream_id: self.stream_id.unwrap_or(0),
            payload,
        };
        self.writer.write(chunks, &message, &mut self.output);
    }

    /// Stops publishing as an encoder does that is stopped by its user.
    pub fn send_unpublish(&mut self) {
        let key = Value::from(self.target.key.as_str());
        let stream_id = f64::from(self.stream_id.unwrap_or(0));
        self.send_command(0, &["FCUnpublish".into(), 6.0.into(), Value::Null, key]);
        let delete = [
            "deleteStream".into(),
            7.0.into(),
            Value::Null,
            stream_id.into(),
        ];
        self.send_command(0, &delete);
    }

    fn send_command(&mut self, stream_id: u32, values: &[Value]) {
        let message = command::message(MessageType::CommandAmf0, stream_id, values);
        self.writer
            .write(COMMAND_CHUNKS, &message, &mut self.output);
    }
}
