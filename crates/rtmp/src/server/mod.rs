//! A server's session with one publisher.

mod event;
mod media;
mod obey;
mod reply;
#[cfg(test)]
mod tests;

pub use event::{AudioPacket, Connect, Event, Metadata, Publish, Refusal, Skipped, VideoPacket};

use crate::{
    Message, MessageType, SessionError, Unwrapper,
    chunk::{ChunkReader, ChunkWriter},
    handshake::ServerHandshake,
};
use bytes::{Bytes, BytesMut};
use std::collections::VecDeque;

/// Acknowledge after this many bytes unless the peer asks for another window.
const ACK_WINDOW_BYTES: u32 = 2_500_000;

/// The state machine of one connection. See the crate's documentation for how to drive it.
#[derive(Debug)]
pub struct ServerSession {
    phase: Phase,
    input: BytesMut,
    output: BytesMut,
    reader: ChunkReader,
    writer: ChunkWriter,
    /// Events of the message handled last; empty before the next is read.
    events: VecDeque<Event>,
    /// Bytes taken from the input since the handshake.
    consumed_bytes: u64,
    acknowledged_bytes: u64,
    ack_window_bytes: u64,
    connect: Option<Connect>,
    message_streams: u32,
    /// The client speaks the publishing dialect of Flash Media Live Encoder (`FCPublish`).
    fc_publish: bool,
    publishing: Publishing,
}

#[derive(Debug)]
enum Phase {
    Handshake(ServerHandshake),
    Open,
    Closed,
}

#[derive(Debug)]
enum Publishing {
    No,
    /// Waits for `accept` or `reject`.
    Asked {
        stream_id: u32,
    },
    Live {
        stream_id: u32,
        clock: Unwrapper,
    },
}

impl ServerSession {
    /// A session that expects the handshake. `seed` varies the handshake's filler.
    pub fn new(seed: u64) -> Self {
        Self {
            phase: Phase::Handshake(ServerHandshake::new(seed)),
            input: BytesMut::new(),
            output: BytesMut::new(),
            reader: ChunkReader::default(),
            writer: ChunkWriter::default(),
            events: VecDeque::new(),
            consumed_bytes: 0,
            acknowledged_bytes: 0,
            ack_window_bytes: u64::from(ACK_WINDOW_BYTES),
            connect: None,
            message_streams: 0,
            fc_publish: false,
            publishing: Publishing::No,
        }
    }

    /// Where to read the socket into: append only. What one `poll` round leaves here is less
    /// than a message header, so memory is bounded by what is read at a time.
    pub fn input(&mut self) -> &mut BytesMut {
        &mut self.input
    }

    /// Appends bytes to the input.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.input.extend_from_slice(bytes);
    }

    /// False while a publish request waits for its answer, and after the end.
    pub fn wants_input(&self) -> bool {
        !self.is_closed() && !matches!(self.publishing, Publishing::Asked { .. })
    }

    /// The session is over: send what [`Self::take_output`] gives, then close.
    pub fn is_closed(&self) -> bool {
        matches!(self.phase, Phase::Closed)
    }

    /// Between `accept` and the end of publishing.
    pub fn is_publishing(&self) -> bool {
        matches!(self.publishing, Publishing::Live { .. })
    }

    /// The encoder can be asked to reconnect with [`Self::request_reconnect`].
    pub fn can_reconnect(&self) -> bool {
        self.connect
            .as_ref()
            .is_some_and(|connect| connect.can_reconnect)
    }

    /// Bytes for the peer; may be empty.
    pub fn take_output(&mut self) -> Bytes {
        self.output.split().freeze()
    }

    /// The next event; `None` until more input comes, or a publish request is answered. After an
    /// error the session is closed.
    pub fn poll(&mut self) -> Result<Option<Event>, SessionError> {
        let result = self.poll_open();
        if result.is_err() {
            self.phase = Phase::Closed;
        }
        result
    }

    fn poll_open(&mut self) -> Result<Option<Event>, SessionError> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Ok(Some(event));
            }
            if !self.wants_input() {
                return Ok(None);
            }
            if let Phase::Handshake(handshake) = &mut self.phase {
                if !handshake.advance(&mut self.input, &mut self.output)? {
                    return Ok(None);
                }
                self.phase = Phase::Open;
            }
            let before = self.input.len();
            let message = self.reader.read(&mut self.input);
            self.consumed_bytes += (before - self.input.len()) as u64;
            let Some(message) = message? else {
                self.acknowledge();
                return Ok(None);
            };
            self.handle(message)?;
        }
    }

    fn handle(&mut self, message: Message) -> Result<(), SessionError> {
        match message.kind {
            MessageType::Video | MessageType::Audio => self.take_media(message),
            MessageType::Aggregate => self.take_aggregate(message),
            MessageType::DataAmf0 | MessageType::DataAmf3 => self.take_data(&message),
            MessageType::CommandAmf0 | MessageType::CommandAmf3 => return self.obey(&message),
            MessageType::WindowAckSize => {
                let field = message
                    .payload
                    .first_chunk()
                    .ok_or(SessionError::ControlTooShort)?;
                let window = u32::from_be_bytes(*field);
                if window > 0 {
                    self.ack_window_bytes = u64::from(window);
                }
            }
            MessageType::UserControl => return self.user_control(&message),
            // The reader obeys the first two. Acknowledgements and bandwidth limits concern what
            // we send, which is next to nothing.
            MessageType::SetChunkSize
            | MessageType::Abort
            | MessageType::Acknowledgement
            | MessageType::SetPeerBandwidth
            | MessageType::Other(_) => {}
        }
        Ok(())
    }
}
