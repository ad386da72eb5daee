//! Entry points for fuzzing: any bytes, no panic, bounded memory.

use crate::{
    Event, ServerSession, amf0,
    chunk::ChunkReader,
    flv::{AudioTag, VideoTag},
};
use bytes::{Bytes, BytesMut};

/// A whole session after its handshake. Every publish request is accepted, so media is reached.
/// The first byte chooses into what pieces the rest is cut.
pub fn server_session(data: &[u8]) {
    let Some((&piece_bytes, wire)) = data.split_first() else {
        return;
    };
    let mut session = ServerSession::new(1);
    session.feed(&[3; 1 + 2 * 1_536]);
    for piece in wire.chunks(usize::from(piece_bytes) + 1) {
        session.feed(piece);
        loop {
            match session.poll() {
                Ok(Some(Event::Publish(_))) => session.accept(),
                Ok(Some(_)) => {}
                Ok(None) => break,
                Err(_) => return,
            }
        }
        let _ = session.take_output();
    }
}

/// The chunk stream alone.
pub fn chunk_stream(data: &[u8]) {
    let mut reader = ChunkReader::default();
    let mut input = BytesMut::from(data);
    while let Ok(Some(_)) = reader.read(&mut input) {}
}

/// AMF0. What is decoded must be the same after encoding and decoding again.
///
/// # Panics
/// If it isn't.
pub fn amf0(data: &[u8]) {
    let Ok(values) = amf0::decode(data) else {
        return;
    };
    let mut output = BytesMut::new();
    for value in &values {
        amf0::encode(value, &mut output);
    }
    // Text about the limit may grow over it when bytes that aren't UTF-8 are replaced.
    if let Ok(again) = amf0::decode(&output) {
        // NaN is not equal to itself, so the text is compared.
        assert_eq!(
            format!("{again:?}"),
            format!("{values:?}"),
            "AMF0 changed on its way"
        );
    }
}

/// Audio and video tags.
pub fn media_tag(data: &[u8]) {
    let _ = VideoTag::parse(Bytes::copy_from_slice(data));
    let _ = AudioTag::parse(Bytes::copy_from_slice(data));
}
