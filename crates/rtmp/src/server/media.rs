//! Audio, video and data messages become events.

use super::{AudioPacket, Event, Metadata, Publishing, ServerSession, Skipped, VideoPacket};
use crate::{
    Message, MessageType,
    amf0::Value,
    command,
    flv::{self, AudioTag, VideoTag},
    limits::AGGREGATE_TAGS_MAX,
};
use bytes::{BufMut, Bytes, BytesMut};

impl ServerSession {
    /// Media that comes while nothing is published is dropped. Its message stream is not
    /// checked: one connection publishes one stream, and some encoders get the id wrong.
    pub(super) fn take_media(&mut self, message: Message) {
        let Publishing::Live { clock, .. } = &mut self.publishing else {
            return;
        };
        let timestamp_ms = clock.unwrap(message.timestamp);
        let video = message.kind == MessageType::Video;
        let event = if video {
            VideoTag::parse(message.payload)
                .map(|tag| tag.map(|tag| Event::Video(VideoPacket { timestamp_ms, tag })))
        } else {
            AudioTag::parse(message.payload)
                .map(|tag| tag.map(|tag| Event::Audio(AudioPacket { timestamp_ms, tag })))
        };
        match event {
            Ok(event) => self.events.extend(event),
            Err(error) => self
                .events
                .push_back(Event::Skipped(Skipped { video, error })),
        }
    }

    /// Several FLV tags in one message (RTMP 1.0, 7.1.6); their times are relative to the first.
    pub(super) fn take_aggregate(&mut self, message: Message) {
        let mut first = None;
        for tag in aggregate_tags(&message.payload)
            .into_iter()
            .take(AGGREGATE_TAGS_MAX)
        {
            let start = *first.get_or_insert(tag.timestamp);
            let inner = Message {
                kind: tag.kind,
                timestamp: message
                    .timestamp
                    .wrapping_add(tag.timestamp.wrapping_sub(start)),
                stream_id: message.stream_id,
                payload: tag.payload,
            };
            match inner.kind {
                MessageType::Video | MessageType::Audio => self.take_media(inner),
                MessageType::DataAmf0 => self.take_data(&inner),
                _ => {}
            }
        }
    }

    /// `onMetaData`, on its own or behind `@setDataFrame`. Other data is none of ours, and
    /// broken data is not worth the session.
    pub(super) fn take_data(&mut self, message: &Message) {
        if !self.is_publishing() {
            return;
        }
        let Ok(values) = command::values(message) else {
            return;
        };
        let mut values = values.into_iter().peekable();
        values.next_if(|value| value.as_str() == Some("@setDataFrame"));
        if values
            .next()
            .is_some_and(|value| value.as_str() == Some("onMetaData"))
            && let Some(Value::Object(properties)) = values.next()
        {
            self.events.push_back(Event::Metadata(Metadata(properties)));
        }
    }
}

/// An aggregate is a file's sequence of tags, with the size field behind each tag instead of
/// before it; so a file's header and a first size field make a file of it.
fn aggregate_tags(payload: &Bytes) -> Vec<flv::FileTag> {
    const FILE_HEADER: &[u8] = b"FLV\x01\x05\x00\x00\x00\x09\x00\x00\x00\x00";
    let mut file = BytesMut::with_capacity(FILE_HEADER.len() + payload.len());
    file.put_slice(FILE_HEADER);
    file.put_slice(payload);
    flv::read_file(file.freeze()).unwrap_or_default()
}
