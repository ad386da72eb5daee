use super::{DEFAULT_CHUNK_BYTES, EXTENDED};
use crate::{
    Message, MessageType,
    error::ChunkError,
    limits::{CHUNK_SIZE_MAX, CHUNK_STREAMS_MAX, PARTIAL_BYTES_MAX, message_bytes_max},
};
use bytes::{Buf, Bytes, BytesMut};

/// The first allocation for a message that comes in pieces: it grows as bytes arrive, so a
/// header that promises megabytes costs its sender those megabytes.
const FIRST_ALLOCATION_BYTES_MAX: usize = 64 << 10;

/// Puts messages together from chunks. Invariant: the bytes held in unfinished messages are
/// `partial_bytes`, at most [`PARTIAL_BYTES_MAX`].
#[derive(Debug)]
pub struct ChunkReader {
    chunk_bytes: usize,
    streams: Vec<ChunkStream>,
    partial_bytes: usize,
    /// The chunk whose payload is being read: index into `streams`, bytes left in the chunk.
    open: Option<(usize, usize)>,
}

#[derive(Debug)]
struct ChunkStream {
    id: u32,
    header: Header,
    /// What a type 3 header that begins a message adds to the timestamp.
    delta: u32,
    /// The last extended timestamp field, if the last header had one.
    extended: Option<u32>,
    /// In the middle of a message.
    unfinished: bool,
    partial: BytesMut,
}

#[derive(Debug, Clone, Copy)]
struct Header {
    timestamp: u32,
    length: usize,
    kind: MessageType,
    stream_id: u32,
}

impl Default for ChunkReader {
    fn default() -> Self {
        Self {
            chunk_bytes: DEFAULT_CHUNK_BYTES,
            streams: Vec::new(),
            partial_bytes: 0,
            open: None,
        }
    }
}

impl ChunkReader {
    /// The next message, or `None` until more input comes. Set Chunk Size and Abort are obeyed
    /// here and not handed out.
    pub fn read(&mut self, input: &mut BytesMut) -> Result<Option<Message>, ChunkError> {
        loop {
            let Some((index, left)) = self.open.take() else {
                if !self.read_header(input)? {
                    return Ok(None);
                }
                continue;
            };
            let Some(payload) = self.read_payload(index, left, input)? else {
                if self.open.is_some() {
                    return Ok(None);
                }
                continue;
            };
            let header = self.streams[index].header;
            let message = Message {
                kind: header.kind,
                timestamp: header.timestamp,
                stream_id: header.stream_id,
                payload,
            };
            match message.kind {
                MessageType::SetChunkSize => self.set_chunk_size(&message.payload)?,
                MessageType::Abort => self.abort(&message.payload)?,
                _ => return Ok(Some(message)),
            }
        }
    }

    /// Takes a chunk's payload, or what there is of it. The message if this completed it; with
    /// `None`, `open` tells whether the chunk goes on.
    fn read_payload(
        &mut self,
        index: usize,
        left: usize,
        input: &mut BytesMut,
    ) -> Result<Option<Bytes>, ChunkError> {
        let stream = &mut self.streams[index];
        let length = stream.header.length;
        if stream.partial.is_empty() && left == length && input.len() >= length {
            // The whole message in one chunk and already here: hand out a slice of the input.
            stream.unfinished = false;
            return Ok(Some(input.split_to(length).freeze()));
        }
        let count = left.min(input.len());
        if count > 0 {
            self.partial_bytes += count;
            if self.partial_bytes > PARTIAL_BYTES_MAX {
                return Err(ChunkError::TooManyPartialBytes);
            }
            if stream.partial.capacity() == 0 {
                stream
                    .partial
                    .reserve(length.min(FIRST_ALLOCATION_BYTES_MAX));
            }
            stream.partial.extend_from_slice(&input[..count]);
            input.advance(count);
        }
        if count < left {
            self.open = Some((index, left - count));
            return Ok(None);
        }
        if stream.partial.len() < length {
            return Ok(None);
        }
        stream.unfinished = false;
        self.partial_bytes -= length;
        Ok(Some(std::mem::take(&mut stream.partial).freeze()))
    }

    /// Reads one chunk header and opens its payload; false until it is here whole.
    fn read_header(&mut self, input: &mut BytesMut) -> Result<bool, ChunkError> {
        let mut cursor = &input[..];
        let Some((format, id)) = read_basic_header(&mut cursor) else {
            return Ok(false);
        };
        let known = self.streams.iter().position(|stream| stream.id == id);
        let previous = known.map(|index| &self.streams[index]);
        let Some(parsed) = parse_header(format, id, previous, &mut cursor)? else {
            return Ok(false);
        };
        let consumed = input.len() - cursor.len();

        let index = match known {
            Some(index) => index,
            None if self.streams.len() >= CHUNK_STREAMS_MAX => {
                return Err(ChunkError::TooManyStreams);
            }
            None => {
                self.streams.push(ChunkStream {
                    id,
                    header: parsed.header,
                    delta: 0,
                    extended: None,
                    unfinished: false,
                    partial: BytesMut::new(),
                });
                self.streams.len() - 1
            }
        };
        let stream = &mut self.streams[index];
        stream.header = parsed.header;
        stream.delta = parsed.delta;
        stream.extended = parsed.extended;
        stream.unfinished = true;
        let left = (stream.header.length - stream.partial.len()).min(self.chunk_bytes);
        input.advance(consumed);
        self.open = Some((index, left));
        Ok(true)
    }

    fn set_chunk_size(&mut self, payload: &[u8]) -> Result<(), ChunkError> {
        let field = payload.first_chunk().ok_or(ChunkError::InvalidChunkSize)?;
        let size = u32::from_be_bytes(*field);
        if size == 0 || size > 0x7FFF_FFFF {
            return Err(ChunkError::InvalidChunkSize);
        }
        // Above the longest message every size means the same.
        self.chunk_bytes = size.min(CHUNK_SIZE_MAX) as usize;
        Ok(())
    }

    fn abort(&mut self, payload: &[u8]) -> Result<(), ChunkError> {
        let field = payload.first_chunk().ok_or(ChunkError::InvalidAbort)?;
        let id = u32::from_be_bytes(*field);
        if let Some(stream) = self.streams.iter_mut().find(|stream| stream.id == id) {
            self.partial_bytes -= stream.partial.len();
            stream.partial = BytesMut::new();
            stream.unfinished = false;
        }
        Ok(())
    }
}

struct ParsedHeader {
    header: Header,
    delta: u32,
    extended: Option<u32>,
}

/// RTMP 1.0, 5.3.1.1: format and chunk stream id in one to three bytes.
fn read_basic_header(cursor: &mut &[u8]) -> Option<(u8, u32)> {
    let [first] = take(cursor)?;
    let id = match first & 0x3F {
        0 => {
            let [low] = take(cursor)?;
            64 + u32::from(low)
        }
        1 => {
            let [low, high] = take(cursor)?;
            64 + u32::from(low) + 256 * u32::from(high)
        }
        id => u32::from(id),
    };
    Some((first >> 6, id))
}

/// RTMP 1.0, 5.3.1.2 and 5.3.1.3. `None` until the header is here whole.
fn parse_header(
    format: u8,
    id: u32,
    previous: Option<&ChunkStream>,
    cursor: &mut &[u8],
) -> Result<Option<ParsedHeader>, ChunkError> {
    match (format, previous) {
        (3, Some(stream)) => return Ok(parse_repeated_header(stream, cursor)),
        (2 | 3, None) => return Err(ChunkError::NoPreviousHeader(id)),
        (_, Some(stream)) if stream.unfinished => return Err(ChunkError::HeaderInsideMessage(id)),
        _ => {}
    }
    let Some(field) = take_u24(cursor) else {
        return Ok(None);
    };
    let (length, kind) = if format < 2 {
        let (Some(length), Some([kind])) = (take_u24(cursor), take(cursor)) else {
            return Ok(None);
        };
        (length as usize, MessageType::from_u8(kind))
    } else {
        previous.map_or((0, MessageType::Other(0)), |s| {
            (s.header.length, s.header.kind)
        })
    };
    let limit = message_bytes_max(kind);
    if length > limit {
        return Err(ChunkError::MessageTooLong {
            bytes: length,
            kind,
            limit,
        });
    }
    let stream_id = if format == 0 {
        let Some(field) = take(cursor) else {
            return Ok(None);
        };
        u32::from_le_bytes(field)
    } else {
        // librtmp begins a chunk stream with type 1 when it answers a ping: stream 0, time 0.
        previous.map_or(0, |stream| stream.header.stream_id)
    };
    let extended = if field == EXTENDED {
        let Some(field) = take(cursor) else {
            return Ok(None);
        };
        Some(u32::from_be_bytes(field))
    } else {
        None
    };
    let delta = extended.unwrap_or(field);
    let base = if format == 0 {
        0
    } else {
        previous.map_or(0, |s| s.header.timestamp)
    };
    let timestamp = base.wrapping_add(delta);
    let header = Header {
        timestamp,
        length,
        kind,
        stream_id,
    };
    Ok(Some(ParsedHeader {
        header,
        delta,
        extended,
    }))
}

/// A type 3 header: within a message it continues it, else it begins one like the last.
///
/// After a header with an extended timestamp the field is repeated here, but some encoders leave
/// it out, and some repeat the absolute time instead of the delta. So it is taken for one only if
/// it has one of these two values; payload that begins so by accident has a chance of 2⁻³¹.
fn parse_repeated_header(stream: &ChunkStream, cursor: &mut &[u8]) -> Option<ParsedHeader> {
    if let Some(expected) = stream.extended {
        let value = u32::from_be_bytes(*cursor.first_chunk()?);
        if value == expected || value == stream.header.timestamp {
            cursor.advance(4);
        }
    }
    let mut header = stream.header;
    if !stream.unfinished {
        // After type 0 the delta is that header's timestamp (RTMP 1.0, 5.3.1.2.4): FFmpeg counts
        // on it when a second message comes at twice the time of the first.
        header.timestamp = header.timestamp.wrapping_add(stream.delta);
    }
    Some(ParsedHeader {
        header,
        delta: stream.delta,
        extended: stream.extended,
    })
}

fn take<const N: usize>(cursor: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = cursor.split_first_chunk()?;
    *cursor = tail;
    Some(*head)
}

fn take_u24(cursor: &mut &[u8]) -> Option<u32> {
    let [a, b, c] = take(cursor)?;
    Some(u32::from_be_bytes([0, a, b, c]))
}
