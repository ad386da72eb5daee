use super::{DEFAULT_CHUNK_BYTES, EXTENDED};
use crate::{Message, MessageType, limits::CHUNK_SIZE_MAX};
use bytes::{BufMut, Bytes, BytesMut};

/// Cuts messages into chunks, with the shortest header that says it.
#[derive(Debug)]
pub struct ChunkWriter {
    chunk_bytes: usize,
    streams: Vec<Written>,
}

/// What the last message on a chunk stream was.
#[derive(Debug)]
struct Written {
    id: u32,
    timestamp: u32,
    /// `None` after a type 0 header: what a type 3 header adds then is read in two ways.
    delta: Option<u32>,
    length: usize,
    kind: MessageType,
    stream_id: u32,
}

/// The header that begins a message (RTMP 1.0, 5.3.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeaderFormat {
    /// Type 0, everything.
    Full,
    /// Type 1, without the message stream.
    SameStream,
    /// Type 2, only the time.
    SameLength,
    /// Type 3, nothing: all as before, the time advancing as before.
    Same,
}

impl Default for ChunkWriter {
    fn default() -> Self {
        Self {
            chunk_bytes: DEFAULT_CHUNK_BYTES,
            streams: Vec::new(),
        }
    }
}

impl ChunkWriter {
    /// Writes Set Chunk Size, and cuts what follows by it. `bytes` is kept within 1 and
    /// [`CHUNK_SIZE_MAX`].
    pub fn set_chunk_size(&mut self, bytes: u32, output: &mut BytesMut) {
        let bytes = bytes.clamp(1, CHUNK_SIZE_MAX);
        let message = Message {
            kind: MessageType::SetChunkSize,
            timestamp: 0,
            stream_id: 0,
            payload: Bytes::copy_from_slice(&bytes.to_be_bytes()),
        };
        self.write(2, &message, output);
        self.chunk_bytes = bytes as usize;
    }

    /// Writes a whole message on a chunk stream (2 to 65,599). Payloads beyond 16 MiB − 1 are
    /// cut: no message is longer.
    pub fn write(&mut self, chunk_stream: u32, message: &Message, output: &mut BytesMut) {
        let format = self.shortest(chunk_stream, message);
        self.write_as(format, chunk_stream, message, &mut |chunk| {
            output.extend_from_slice(chunk);
        });
    }

    /// The chunks of a message one by one, so that a caller can put those of another chunk
    /// stream between them. With `format` the header is that one, or a fuller one if that
    /// can't say it.
    pub fn chunks(
        &mut self,
        format: Option<HeaderFormat>,
        chunk_stream: u32,
        message: &Message,
    ) -> Vec<Bytes> {
        let shortest = self.shortest(chunk_stream, message);
        let format = format.map_or(shortest, |wanted| wanted.min(shortest));
        let mut chunks = Vec::new();
        self.write_as(format, chunk_stream, message, &mut |chunk| {
            chunks.push(Bytes::copy_from_slice(chunk));
        });
        chunks
    }

    fn shortest(&self, chunk_stream: u32, message: &Message) -> HeaderFormat {
        let Some(last) = self.streams.iter().find(|last| last.id == chunk_stream) else {
            return HeaderFormat::Full;
        };
        let delta = message.timestamp.wrapping_sub(last.timestamp);
        // Backwards is full: a delta has no sign.
        if last.stream_id != message.stream_id || delta > i32::MAX as u32 {
            HeaderFormat::Full
        } else if last.length != length(message) || last.kind != message.kind {
            HeaderFormat::SameStream
        } else if last.delta != Some(delta) {
            HeaderFormat::SameLength
        } else {
            HeaderFormat::Same
        }
    }

    fn write_as(
        &mut self,
        format: HeaderFormat,
        id: u32,
        message: &Message,
        emit: &mut dyn FnMut(&[u8]),
    ) {
        let length = length(message);
        let last = self.remember(format, id, message);
        let time = match format {
            HeaderFormat::Full => message.timestamp,
            _ => last,
        };
        let extended = (time >= EXTENDED).then_some(time);

        let mut chunk = BytesMut::with_capacity(18 + length.min(self.chunk_bytes));
        put_basic_header(format as u8, id, &mut chunk);
        if format < HeaderFormat::Same {
            put_u24(time.min(EXTENDED), &mut chunk);
        }
        if format < HeaderFormat::SameLength {
            put_u24(u32::try_from(length).unwrap_or(EXTENDED), &mut chunk);
            chunk.put_u8(message.kind.as_u8());
        }
        if format == HeaderFormat::Full {
            chunk.put_u32_le(message.stream_id);
        }
        let mut rest = &message.payload[..length];
        loop {
            if let Some(time) = extended {
                chunk.put_u32(time);
            }
            let (piece, after) = rest.split_at(rest.len().min(self.chunk_bytes));
            chunk.put_slice(piece);
            emit(&chunk);
            rest = after;
            if rest.is_empty() {
                return;
            }
            chunk.clear();
            put_basic_header(HeaderFormat::Same as u8, id, &mut chunk);
        }
    }

    /// Notes the message as the chunk stream's last; answers its delta to the one before.
    fn remember(&mut self, format: HeaderFormat, id: u32, message: &Message) -> u32 {
        let index = self.streams.iter().position(|last| last.id == id);
        let before = index.map_or(0, |index| self.streams[index].timestamp);
        let delta = message.timestamp.wrapping_sub(before);
        let written = Written {
            id,
            timestamp: message.timestamp,
            delta: (format != HeaderFormat::Full).then_some(delta),
            length: length(message),
            kind: message.kind,
            stream_id: message.stream_id,
        };
        match index {
            Some(index) => self.streams[index] = written,
            None => self.streams.push(written),
        }
        delta
    }
}

fn length(message: &Message) -> usize {
    message.payload.len().min(EXTENDED as usize)
}

fn put_basic_header(format: u8, id: u32, output: &mut BytesMut) {
    let format = format << 6;
    match id {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the arms' ranges fit a byte"
        )]
        2..=63 => output.put_u8(format | id as u8),
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the arms' ranges fit a byte"
        )]
        64..=319 => output.put_slice(&[format, (id - 64) as u8]),
        _ => {
            let rest = u16::try_from(id.saturating_sub(64)).unwrap_or(u16::MAX);
            output.put_u8(format | 1);
            output.put_u16_le(rest);
        }
    }
}

fn put_u24(value: u32, output: &mut BytesMut) {
    output.put_slice(&value.to_be_bytes()[1..]);
}
