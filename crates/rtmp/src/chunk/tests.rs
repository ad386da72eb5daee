use super::*;
use crate::{Message, MessageType, error::ChunkError, limits};
use bytes::{BufMut, Bytes, BytesMut};
use proptest::prelude::*;

fn message(kind: MessageType, timestamp: u32, payload: &[u8]) -> Message {
    Message {
        kind,
        timestamp,
        stream_id: 1,
        payload: Bytes::copy_from_slice(payload),
    }
}

fn read_all(reader: &mut ChunkReader, input: &[u8]) -> Result<Vec<Message>, ChunkError> {
    let mut buffer = BytesMut::from(input);
    let mut messages = Vec::new();
    while let Some(message) = reader.read(&mut buffer)? {
        messages.push(message);
    }
    Ok(messages)
}

/// A chunk stream's id and its messages, in order.
type Script = Vec<(u32, Vec<(Option<HeaderFormat>, Message)>)>;

fn any_script() -> impl Strategy<Value = Script> {
    let format = prop_oneof![
        Just(None),
        Just(Some(HeaderFormat::Full)),
        Just(Some(HeaderFormat::SameStream)),
        Just(Some(HeaderFormat::SameLength)),
    ];
    let step = prop_oneof![0..100u32, Just(23), 0xFF_FFF0..0x100_0010u32, any::<u32>()];
    let size = prop_oneof![Just(40usize), 0..10usize, 100..300usize, Just(3000)];
    let one = (format, step, size, any::<u8>(), 1..3u32, any::<bool>());
    let messages = prop::collection::vec(one, 1..12).prop_map(|parts| {
        let mut time = 0u32;
        parts
            .into_iter()
            .map(|(format, step, size, fill, stream_id, video)| {
                time = time.wrapping_add(step);
                let kind = if video {
                    MessageType::Video
                } else {
                    MessageType::Audio
                };
                let payload = Bytes::from(vec![fill; size]);
                (
                    format,
                    Message {
                        kind,
                        timestamp: time,
                        stream_id,
                        payload,
                    },
                )
            })
            .collect::<Vec<_>>()
    });
    let id = prop_oneof![3..64u32, 64..320u32, 320..65_600u32];
    prop::collection::btree_map(id, messages, 1..5).prop_map(|map| map.into_iter().collect())
}

proptest! {
    /// Whatever the chunk size, the headers, the interleaving and the pieces in which the bytes
    /// arrive, every chunk stream's messages come out as they went in, in order.
    #[test]
    fn messages_survive_chunking(
        script in any_script(),
        chunk_size in prop_oneof![1..300u32, Just(4096), Just(65536)],
        turns in prop::collection::vec(any::<prop::sample::Index>(), 0..400),
        cuts in prop::collection::vec(1..200usize, 1..50),
    ) {
        let mut writer = ChunkWriter::default();
        let mut wire = BytesMut::new();
        writer.set_chunk_size(chunk_size, &mut wire);
        let mut queues: Vec<std::collections::VecDeque<Bytes>> = script
            .iter()
            .map(|(id, messages)| {
                messages.iter().flat_map(|(format, m)| writer.chunks(*format, *id, m)).collect()
            })
            .collect();
        let mut turns = turns.iter().cycle();
        loop {
            queues.retain(|queue| !queue.is_empty());
            let Some(count) = (!queues.is_empty()).then_some(queues.len()) else { break };
            let turn = turns.next().map_or(0, |turn| turn.index(count));
            wire.extend_from_slice(&queues[turn].pop_front().unwrap());
        }

        let mut reader = ChunkReader::default();
        let (mut buffer, mut messages) = (BytesMut::new(), Vec::new());
        let mut cuts = cuts.iter().cycle();
        let mut rest = &wire[..];
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.len().min(*cuts.next().unwrap()));
            rest = after;
            buffer.put_slice(piece);
            while let Some(message) = reader.read(&mut buffer).unwrap() {
                messages.push(message);
            }
        }
        prop_assert!(buffer.is_empty());
        let mut expected: Vec<Message> =
            script.iter().flat_map(|(_, m)| m.iter().map(|(_, m)| m.clone())).collect();
        let key = |m: &Message| (m.timestamp, m.kind.as_u8(), m.stream_id, m.payload.clone());
        expected.sort_by_key(key);
        messages.sort_by_key(key);
        prop_assert_eq!(messages, expected);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..4096)) {
        let mut reader = ChunkReader::default();
        let _ = read_all(&mut reader, &bytes);
    }
}

#[test]
fn the_order_within_a_chunk_stream_is_kept() {
    let mut writer = ChunkWriter::default();
    let mut wire = BytesMut::new();
    for time in [40, 80, 120, 160] {
        writer.write(6, &message(MessageType::Video, time, &[7; 500]), &mut wire);
    }
    let times: Vec<u32> = read_all(&mut ChunkReader::default(), &wire)
        .unwrap()
        .iter()
        .map(|message| message.timestamp)
        .collect();
    assert_eq!(times, [40, 80, 120, 160]);
}

/// The bytes of FFmpeg for a second message at twice the time of the first: type 3 after type 0.
#[test]
fn type_3_after_type_0_repeats_the_timestamp_as_delta() {
    let wire = b"\x04\0\0\x28\0\0\x02\x08\x01\0\0\0ab\xC4cd\xC4ef";
    let times: Vec<(u32, Bytes)> = read_all(&mut ChunkReader::default(), wire)
        .unwrap()
        .into_iter()
        .map(|message| (message.timestamp, message.payload))
        .collect();
    assert_eq!(
        times,
        [
            (40, Bytes::from("ab")),
            (80, Bytes::from("cd")),
            (120, Bytes::from("ef")),
        ]
    );
}

/// Continuation chunks after an extended timestamp: with the field repeated, with the absolute
/// time in its place, and without it.
#[test]
fn extended_timestamps_are_read_in_three_dialects() {
    let payload: Vec<u8> = (0..200u8).collect();
    let time = 0x0200_0000u32;
    let mut head = BytesMut::new();
    head.put_slice(b"\x06\xFF\xFF\xFF\0\0\xC8\x09\x01\0\0\0");
    head.put_u32(time);
    for repeated in [Some(time), None] {
        let mut wire = head.clone();
        wire.put_slice(&payload[..128]);
        wire.put_u8(0xC6);
        if let Some(field) = repeated {
            wire.put_u32(field);
        }
        wire.put_slice(&payload[128..]);
        // A second message by delta, extended too, its continuation with the absolute time.
        wire.put_slice(b"\x86\xFF\xFF\xFF");
        wire.put_u32(0x0100_0000);
        wire.put_slice(&payload[..128]);
        wire.put_u8(0xC6);
        wire.put_u32(0x0300_0000);
        wire.put_slice(&payload[128..]);
        let messages = read_all(&mut ChunkReader::default(), &wire).unwrap();
        assert_eq!(
            messages,
            [
                message(MessageType::Video, time, &payload),
                message(MessageType::Video, 0x0300_0000, &payload),
            ]
        );
    }
}

#[test]
fn an_aborted_message_is_dropped() {
    let mut wire = BytesMut::new();
    let mut writer = ChunkWriter::default();
    let chunks = writer.chunks(None, 5, &message(MessageType::Video, 0, &[1; 200]));
    wire.put_slice(&chunks[0]);
    let abort = Message {
        stream_id: 0,
        ..message(MessageType::Abort, 0, &5u32.to_be_bytes())
    };
    writer.write(2, &abort, &mut wire);
    let next = message(MessageType::Video, 10, &[2; 100]);
    writer.write(5, &next, &mut wire);
    assert_eq!(
        read_all(&mut ChunkReader::default(), &wire).unwrap(),
        [next]
    );
}

#[test]
fn a_message_in_one_chunk_is_not_copied() {
    let mut writer = ChunkWriter::default();
    let mut wire = BytesMut::new();
    writer.set_chunk_size(4096, &mut wire);
    writer.write(4, &message(MessageType::Audio, 0, &[9; 1000]), &mut wire);
    let start = wire.as_ptr() as usize;
    let end = start + wire.len();
    let read = ChunkReader::default().read(&mut wire).unwrap().unwrap();
    let at = read.payload.as_ptr() as usize;
    assert!(
        (start..end).contains(&at),
        "payload lies outside the input buffer"
    );
}

#[test]
fn limits_hold() {
    let refused = |wire: &[u8]| read_all(&mut ChunkReader::default(), wire).unwrap_err();
    // A first header that refers to none.
    assert_eq!(refused(b"\xC3"), ChunkError::NoPreviousHeader(3));
    // A command of 16 MiB.
    assert!(matches!(
        refused(b"\x03\0\0\0\xFF\xFF\xFF\x14\0\0\0\0"),
        ChunkError::MessageTooLong {
            bytes: 0xFF_FFFF,
            kind: MessageType::CommandAmf0,
            ..
        }
    ));
    // A full header in the middle of a message.
    let mut wire = b"\x05\0\0\0\0\x01\0\x09\x01\0\0\0".to_vec();
    wire.extend([0; 128]);
    wire.extend(b"\x05\0\0\0\0\x01\0\x09\x01\0\0\0");
    assert_eq!(refused(&wire), ChunkError::HeaderInsideMessage(5));
    // Chunk sizes without sense.
    assert_eq!(
        refused(b"\x02\0\0\0\0\0\x04\x01\0\0\0\0\0\0\0\0"),
        ChunkError::InvalidChunkSize
    );
    assert_eq!(
        refused(b"\x02\0\0\0\0\0\x04\x01\0\0\0\0\x80\0\0\0"),
        ChunkError::InvalidChunkSize
    );

    // Chunk streams without end.
    let mut wire = BytesMut::new();
    let mut writer = ChunkWriter::default();
    for id in 0..=u32::try_from(limits::CHUNK_STREAMS_MAX).unwrap() {
        writer.write(100 + id, &message(MessageType::Audio, 0, &[0]), &mut wire);
    }
    assert_eq!(refused(&wire), ChunkError::TooManyStreams);
}

#[test]
fn unfinished_messages_are_bounded_together() {
    // Six streams, each with seven of its eight mebibytes.
    let mut reader = ChunkReader::default();
    let mut wire = BytesMut::new();
    let mut writer = ChunkWriter::default();
    writer.set_chunk_size(1 << 20, &mut wire);
    let big = message(MessageType::Video, 0, &vec![0; 8 << 20]);
    for id in 3..9 {
        for chunk in writer.chunks(None, id, &big).into_iter().take(7) {
            wire.put_slice(&chunk);
        }
    }
    assert_eq!(
        read_all(&mut reader, &wire),
        Err(ChunkError::TooManyPartialBytes)
    );
}
