//! Commands and user control messages (RTMP 1.0, 7.2 and 6.2).

use super::{Connect, Event, Publish, Publishing, ServerSession};
use crate::{
    Message, SessionError,
    amf0::Value,
    command::Command,
    limits::{MESSAGE_STREAMS_MAX, NAME_BYTES_MAX},
};

/// User control event types (RTMP 1.0, 7.1.7).
const PING_REQUEST: u16 = 6;
/// `CapsExMask.Reconnect` (Enhanced RTMP v2).
const CAPS_EX_RECONNECT: u32 = 1;

impl ServerSession {
    pub(super) fn obey(&mut self, message: &Message) -> Result<(), SessionError> {
        let command = Command::parse(message)?;
        if (command.name == "connect") == self.connect.is_some() {
            return Err(SessionError::OutOfOrder);
        }
        match command.name.as_str() {
            "connect" => self.obey_connect(&command)?,
            "releaseStream" | "_checkbw" => {
                self.reply_result(command.transaction, Value::Undefined);
            }
            "FCPublish" => {
                self.fc_publish = true;
                self.reply_result(command.transaction, Value::Undefined);
            }
            "createStream" => self.obey_create_stream(&command)?,
            "publish" => self.obey_publish(&command)?,
            "FCUnpublish" | "closeStream" | "deleteStream" => self.obey_unpublish(&command),
            "getStreamLength" => self.reply_result(command.transaction, Value::Number(0.0)),
            "play" | "play2" => {
                self.reply_play_refused(command.stream_id);
                self.events.push_back(Event::PlayRefused);
            }
            // Answers to what we never asked.
            "_result" | "_error" | "onStatus" => {}
            _ if command.transaction > 0.0 => self.reply_unknown(command.transaction),
            _ => {}
        }
        Ok(())
    }

    fn obey_connect(&mut self, command: &Command) -> Result<(), SessionError> {
        let property = |name| command.object().and_then(|object| object.get(name));
        let text = |name| property(name).and_then(Value::as_str).unwrap_or_default();
        if text("app").len() > NAME_BYTES_MAX || text("flashVer").len() > NAME_BYTES_MAX {
            return Err(SessionError::NameTooLong);
        }
        let (app, _query) = split_query(text("app"));
        let caps_ex = property("capsEx").and_then(Value::as_number);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "`as` saturates, and NaN becomes 0: no capability"
        )]
        let can_reconnect = caps_ex.is_some_and(|caps| caps as u32 & CAPS_EX_RECONNECT != 0);
        let connect = Connect {
            app: app.trim_matches('/').to_owned(),
            flash_ver: text("flashVer").to_owned(),
            enhanced: caps_ex.is_some()
                || property("fourCcList").is_some()
                || property("videoFourCcInfoMap").is_some(),
            can_reconnect,
        };
        self.reply_connect(command.transaction);
        self.events.push_back(Event::Connect(connect.clone()));
        self.connect = Some(connect);
        Ok(())
    }

    fn obey_create_stream(&mut self, command: &Command) -> Result<(), SessionError> {
        if self.message_streams >= MESSAGE_STREAMS_MAX {
            return Err(SessionError::TooManyMessageStreams);
        }
        self.message_streams += 1;
        self.reply_result(
            command.transaction,
            Value::Number(f64::from(self.message_streams)),
        );
        Ok(())
    }

    fn obey_publish(&mut self, command: &Command) -> Result<(), SessionError> {
        let name = command.text(0).unwrap_or_default();
        if name.len() > NAME_BYTES_MAX {
            return Err(SessionError::NameTooLong);
        }
        let Publishing::No = self.publishing else {
            return Err(SessionError::OutOfOrder);
        };
        let app = self
            .connect
            .as_ref()
            .map_or("", |connect| connect.app.as_str());
        self.events.push_back(Event::Publish(publish(app, name)));
        self.publishing = Publishing::Asked {
            stream_id: command.stream_id,
        };
        Ok(())
    }

    fn obey_unpublish(&mut self, command: &Command) {
        if command.name == "FCUnpublish" {
            self.reply_result(command.transaction, Value::Undefined);
        }
        if let Publishing::Live { stream_id, .. } = self.publishing {
            self.publishing = Publishing::No;
            self.reply_unpublished(stream_id);
            self.events.push_back(Event::Ended);
        }
    }

    pub(super) fn user_control(&mut self, message: &Message) -> Result<(), SessionError> {
        let (kind, data) = message
            .payload
            .split_first_chunk()
            .ok_or(SessionError::ControlTooShort)?;
        if u16::from_be_bytes(*kind) == PING_REQUEST {
            self.reply_ping(data);
        }
        Ok(())
    }
}

/// The key is what is published; encoders with one field for the whole address may send it as
/// the last part of the application instead (`live/KEY` and an empty name).
fn publish(app: &str, name: &str) -> Publish {
    let (key, query) = split_query(name);
    let key = key.trim_matches('/');
    let (app, key) = match app.rsplit_once('/') {
        Some((app, last)) if key.is_empty() => (app, last),
        _ => (app, key),
    };
    Publish {
        app: app.to_owned(),
        key: key.to_owned(),
        query: query.to_owned(),
    }
}

fn split_query(text: &str) -> (&str, &str) {
    text.split_once('?').unwrap_or((text, ""))
}
