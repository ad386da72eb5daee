use super::*;
use crate::{
    ClientEvent, ClientSession, Target,
    amf0::{Properties, Value},
    command,
    error::{Amf0Error, CodecName, TagError},
    flv::{AudioCodec, AudioData, AudioTag, Dialect, VideoCodec, VideoData, VideoTag},
};
use bytes::BufMut;
use proptest::prelude::*;

/// A server and a publisher whose wires are joined.
struct Pair {
    server: ServerSession,
    client: ClientSession,
    heard: Vec<ClientEvent>,
    /// Everything that the server sent.
    sent: BytesMut,
}

impl Pair {
    fn new(app: &str, key: &str) -> Self {
        let target = Target {
            app: app.into(),
            key: key.into(),
            tc_url: "rtmp://test/live".into(),
        };
        Self {
            server: ServerSession::new(1),
            client: ClientSession::new(target, 2),
            heard: Vec::new(),
            sent: BytesMut::new(),
        }
    }

    /// Carries bytes both ways until nothing moves; the server's events.
    fn run(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        loop {
            let to_server = self.client.take_output();
            self.server.feed(&to_server);
            while let Some(event) = self.server.poll().unwrap() {
                events.push(event);
            }
            let to_client = self.server.take_output();
            self.client.feed(&to_client);
            self.sent.extend_from_slice(&to_client);
            while let Some(event) = self.client.poll().unwrap() {
                self.heard.push(event);
            }
            if to_server.is_empty() && to_client.is_empty() {
                return events;
            }
        }
    }

    /// Up to media.
    fn published() -> Self {
        let mut pair = Self::new("live", "key");
        pair.run();
        pair.server.accept();
        pair.run();
        assert_eq!(pair.heard.last(), Some(&ClientEvent::Ready));
        pair
    }

    fn command(&mut self, values: &[Value]) -> Vec<Event> {
        let message = command::message(MessageType::CommandAmf0, 0, values);
        self.client.send(message.kind, 0, message.payload);
        self.run()
    }
}

fn aac_frame() -> AudioTag {
    AudioTag {
        codec: AudioCodec::Aac,
        nano_offset: 0,
        data: AudioData::Frame(Bytes::from_static(b"frame")),
    }
}

#[test]
fn a_publisher_is_asked_about_then_accepted_and_heard() {
    let mut pair = Pair::new("live", "secret?token=1");
    let events = pair.run();
    let [Event::Connect(connect), Event::Publish(publish)] = &events[..] else {
        panic!("{events:?}");
    };
    assert_eq!(connect.app, "live");
    assert!(connect.enhanced && connect.can_reconnect);
    let expected = Publish {
        app: "live".into(),
        key: "secret".into(),
        query: "token=1".into(),
    };
    assert_eq!(*publish, expected);
    assert!(
        !format!("{events:?}").contains("secret"),
        "the key shows in Debug"
    );
    assert!(!pair.server.wants_input());

    pair.server.accept();
    pair.run();
    assert_eq!(pair.heard.last(), Some(&ClientEvent::Ready));
    let ClientEvent::Connected(info) = &pair.heard[0] else {
        panic!("{:?}", pair.heard)
    };
    assert_eq!(info.get("capsEx"), Some(&Value::Number(15.0)));
    assert!(matches!(info.get("fourCcList"), Some(Value::Array(list)) if list.len() == 5));

    let video = VideoTag {
        codec: VideoCodec::Avc,
        nano_offset: 0,
        data: VideoData::Frame {
            keyframe: true,
            composition_ms: -33,
            payload: Bytes::from(vec![5; 20_000]),
        },
    };
    pair.client.send_metadata(
        Properties::default()
            .with("framerate", 30.0)
            .with("encoder", "x"),
    );
    pair.client.send_video(40, &video, Dialect::Legacy);
    pair.client.send_audio(43, &aac_frame(), Dialect::Legacy);
    pair.client.send_unpublish();
    let events = pair.run();
    let [
        Event::Metadata(metadata),
        Event::Video(v),
        Event::Audio(a),
        Event::Ended,
    ] = &events[..]
    else {
        panic!("{events:?}");
    };
    assert_eq!(metadata.number("framerate"), Some(30.0));
    assert_eq!(metadata.text("encoder"), Some("x"));
    assert_eq!((v.timestamp_ms, &v.tag), (40, &video));
    assert_eq!((a.timestamp_ms, &a.tag), (43, &aac_frame()));
}

#[test]
fn a_refused_publisher_hears_why() {
    let mut pair = Pair::new("live", "wrong");
    pair.run();
    pair.server.reject(Refusal::BadName, "No such stream key.");
    assert!(pair.server.is_closed());
    pair.run();
    assert_eq!(
        pair.heard.last(),
        Some(&ClientEvent::Refused {
            code: "NetStream.Publish.BadName".into(),
            description: "No such stream key.".into(),
        })
    );
}

#[test]
fn a_key_in_the_application_is_found() {
    for (app, key) in [
        ("/live/KEY", ""),
        ("live/", "/KEY"),
        ("live?x=1", "KEY?y=2"),
    ] {
        let events = Pair::new(app, key).run();
        let Some(Event::Publish(publish)) = events.last() else {
            panic!("{events:?}")
        };
        assert_eq!(
            (publish.app.as_str(), publish.key.as_str()),
            ("live", "KEY"),
            "{app} {key}"
        );
    }
}

#[test]
fn players_are_turned_away_with_a_status() {
    let mut pair = Pair::new("live", "key");
    pair.run();
    pair.server.accept();
    let events = pair.command(&["play".into(), 0.0.into(), Value::Null, "key".into()]);
    assert!(
        matches!(events.last(), Some(Event::PlayRefused)),
        "{events:?}"
    );
    assert!(pair.heard.contains(&ClientEvent::Refused {
        code: "NetStream.Play.Failed".into(),
        description: "This server takes streams; watch over HLS.".into(),
    }));
}

#[test]
fn unknown_codecs_are_named_and_survived() {
    let mut pair = Pair::published();
    pair.client
        .send(MessageType::Video, 0, Bytes::from_static(b"\x12sorenson"));
    pair.client.send_audio(0, &aac_frame(), Dialect::Enhanced);
    let events = pair.run();
    let [Event::Skipped(skipped), Event::Audio(_)] = &events[..] else {
        panic!("{events:?}")
    };
    let error = TagError::UnsupportedCodec(CodecName::LegacyVideo(2));
    assert_eq!(*skipped, Skipped { video: true, error });
}

#[test]
fn timestamps_go_on_over_32_bits() {
    let mut pair = Pair::published();
    let mut times = Vec::new();
    for time in [u32::MAX - 30, u32::MAX - 7, 15, 38] {
        pair.client.send_audio(time, &aac_frame(), Dialect::Legacy);
        times.extend(pair.run().iter().filter_map(|event| match event {
            Event::Audio(packet) => Some(packet.timestamp_ms),
            _ => None,
        }));
    }
    assert_eq!(
        times,
        [4_294_967_265, 4_294_967_288, 4_294_967_311, 4_294_967_334]
    );
}

#[test]
fn an_aggregate_is_taken_apart() {
    let mut pair = Pair::published();
    let mut payload = BytesMut::new();
    for (time, body) in [(1000u32, &b"\xAF\x01aa"[..]), (1023, b"\xAF\x01bbb")] {
        payload.put_u8(8);
        payload.put_slice(&u32::try_from(body.len()).unwrap().to_be_bytes()[1..]);
        payload.put_slice(&time.to_be_bytes()[1..]);
        payload.put_slice(&[0, 0, 0, 0]);
        payload.put_slice(body);
        payload.put_u32(11 + u32::try_from(body.len()).unwrap());
    }
    pair.client
        .send(MessageType::Aggregate, 5000, payload.freeze());
    let times: Vec<i64> = pair
        .run()
        .iter()
        .filter_map(|event| match event {
            Event::Audio(packet) => Some(packet.timestamp_ms),
            _ => None,
        })
        .collect();
    assert_eq!(times, [5000, 5023]);
}

#[test]
fn pings_are_answered_and_bytes_acknowledged() {
    let mut pair = Pair::published();
    let mut ping = BytesMut::new();
    ping.put_u16(6);
    ping.put_u32(12_345);
    pair.client.send(MessageType::UserControl, 0, ping.freeze());
    pair.client.send(
        MessageType::WindowAckSize,
        0,
        Bytes::from_static(&[0, 0, 0, 100]),
    );
    pair.client
        .send(MessageType::Video, 0, Bytes::from_static(&[0x17; 300]));
    pair.run();
    let mut sent = pair.sent.split_off(1 + 2 * crate::handshake::BLOCK_BYTES);
    let mut reader = ChunkReader::default();
    let mut messages = Vec::new();
    while let Some(message) = reader.read(&mut sent).unwrap() {
        messages.push(message);
    }
    let [.., pong, acknowledgement] = &messages[..] else {
        panic!("{messages:?}")
    };
    assert_eq!(pong.kind, MessageType::UserControl);
    assert_eq!(pong.payload[..], *b"\x00\x07\x00\x00\x30\x39");
    assert_eq!(acknowledgement.kind, MessageType::Acknowledgement);
}

#[test]
fn a_client_that_can_is_asked_to_reconnect() {
    let mut pair = Pair::published();
    pair.server.request_reconnect("The server restarts.");
    pair.run();
    assert_eq!(
        pair.heard.last(),
        Some(&ClientEvent::Status {
            code: "NetConnection.Connect.ReconnectRequest".into()
        })
    );
}

#[test]
fn commands_out_of_order_end_the_session() {
    let wire = |values: &[Value]| {
        let mut wire = BytesMut::new();
        let message = command::message(MessageType::CommandAmf0, 0, values);
        ChunkWriter::default().write(3, &message, &mut wire);
        wire
    };
    let session = |bytes: &[u8]| {
        let mut session = ServerSession::new(1);
        session.feed(&[3; 1 + 2 * crate::handshake::BLOCK_BYTES]);
        session.feed(bytes);
        loop {
            match session.poll() {
                Ok(Some(_)) => {}
                Ok(None) => return Ok(()),
                Err(error) => {
                    assert!(session.is_closed());
                    return Err(error);
                }
            }
        }
    };
    let publish = wire(&["publish".into(), 1.0.into(), Value::Null, "key".into()]);
    assert_eq!(session(&publish), Err(SessionError::OutOfOrder));
    let connect = wire(&["connect".into(), 1.0.into(), Value::Object(Vec::new())]);
    assert_eq!(session(&connect), Ok(()));
    assert_eq!(
        session(&[&connect[..], &connect[..]].concat()),
        Err(SessionError::OutOfOrder)
    );
    let long = "x".repeat(crate::limits::NAME_BYTES_MAX + 1);
    let app = Properties::default().with("app", long.as_str()).object();
    let connect = wire(&["connect".into(), 1.0.into(), app]);
    assert_eq!(session(&connect), Err(SessionError::NameTooLong));
    // AMF3 behind type 17 is refused, AMF0 behind it is taken.
    let mut amf3 = command::message(
        MessageType::CommandAmf3,
        0,
        &["connect".into(), 1.0.into(), Value::Object(Vec::new())],
    );
    let plain = amf3.payload.clone();
    for (tail, expected) in [
        (&b""[..], Ok(())),
        (
            b"\x11\x0A",
            Err(SessionError::Amf0(Amf0Error::UnsupportedMarker(0x11))),
        ),
    ] {
        amf3.payload = [b"\0", &plain[..], tail].concat().into();
        let mut bytes = BytesMut::new();
        ChunkWriter::default().write(3, &amf3, &mut bytes);
        assert_eq!(session(&bytes), expected);
    }
}

proptest! {
    #[test]
    fn any_bytes_end_in_events_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
        crate::fuzz::server_session(&bytes);
    }

    /// A real conversation with one byte wrong: deeper than random bytes get.
    #[test]
    fn a_wrong_byte_ends_in_events_or_an_error(
        at in any::<prop::sample::Index>(), byte in any::<u8>(), piece in any::<u8>(),
    ) {
        let mut wire = conversation();
        let at = at.index(wire.len());
        wire[at] = byte;
        wire.insert(0, piece);
        crate::fuzz::server_session(&wire);
    }
}

/// What a publisher sends after its handshake.
fn conversation() -> Vec<u8> {
    let mut pair = Pair::new("live", "key");
    let mut wire = Vec::new();
    for round in 0..6 {
        let bytes = pair.client.take_output();
        wire.extend_from_slice(&bytes);
        pair.server.feed(&bytes);
        while pair.server.poll().unwrap().is_some() {}
        if round == 4 {
            pair.server.accept();
        }
        pair.client.feed(&pair.server.take_output());
        while pair.client.poll().unwrap().is_some() {}
    }
    for time in 0..20 {
        pair.client
            .send_audio(time * 23, &aac_frame(), Dialect::Enhanced);
    }
    pair.client.send_unpublish();
    wire.extend_from_slice(&pair.client.take_output());
    wire.split_off(1 + 2 * crate::handshake::BLOCK_BYTES)
}
