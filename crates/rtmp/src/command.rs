//! Commands: AMF0 arrays of name, transaction, command object and arguments (RTMP 1.0, 7.2).

use crate::{
    Message, MessageType,
    amf0::{self, Properties, Value},
    error::Amf0Error,
};
use bytes::{Buf, BytesMut};

#[derive(Debug)]
pub(crate) struct Command {
    pub(crate) name: String,
    pub(crate) transaction: f64,
    /// The command object, then the arguments.
    pub(crate) arguments: Vec<Value>,
    pub(crate) stream_id: u32,
}

impl Command {
    /// Parses a command message of either type: type 17 is AMF0 behind one byte as long as no
    /// value switches to AMF3, which is refused.
    pub(crate) fn parse(message: &Message) -> Result<Self, Amf0Error> {
        let mut values = values(message)?.into_iter();
        let name = match values.next() {
            Some(Value::String(name)) => name,
            _ => String::new(),
        };
        let transaction = values
            .next()
            .and_then(|value| value.as_number())
            .unwrap_or(0.0);
        Ok(Self {
            name,
            transaction,
            arguments: values.collect(),
            stream_id: message.stream_id,
        })
    }

    /// The command object.
    pub(crate) fn object(&self) -> Option<&Value> {
        self.arguments.first()
    }

    /// The text argument at that place behind the command object.
    pub(crate) fn text(&self, index: usize) -> Option<&str> {
        self.arguments.get(1 + index).and_then(Value::as_str)
    }
}

/// The values of a command or data message.
pub(crate) fn values(message: &Message) -> Result<Vec<Value>, Amf0Error> {
    let mut payload = &message.payload[..];
    if matches!(
        message.kind,
        MessageType::CommandAmf3 | MessageType::DataAmf3
    ) && payload.first() == Some(&0)
    {
        payload.advance(1);
    }
    amf0::decode(payload)
}

/// A message with these values.
pub(crate) fn message(kind: MessageType, stream_id: u32, values: &[Value]) -> Message {
    let mut payload = BytesMut::new();
    for value in values {
        amf0::encode(value, &mut payload);
    }
    Message {
        kind,
        timestamp: 0,
        stream_id,
        payload: payload.freeze(),
    }
}

/// `level`, `code` and `description` of a status object (RTMP 1.0, 7.2.2).
pub(crate) fn status(level: &str, code: &str, description: &str) -> Properties {
    Properties::default()
        .with("level", level)
        .with("code", code)
        .with("description", description)
}
