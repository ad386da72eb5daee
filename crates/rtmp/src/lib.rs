//! RTMP sessions, sans-IO: bytes in, events and bytes out.
//!
//! The invariant of the crate: **whatever bytes a peer sends, a session either makes an event of
//! them, or ends with an error, in bounded memory, and never panics.** Every bound is a named
//! constant in [`limits`].
//!
//! How a server drives a [`ServerSession`]:
//!
//! 1. Read from the socket into [`ServerSession::input`] (or hand bytes to
//!    [`ServerSession::feed`]).
//! 2. Call [`ServerSession::poll`] until it answers `None`; each event owns its payload as
//!    [`bytes::Bytes`], sliced from the input where a message arrived in one piece.
//! 3. Send what [`ServerSession::take_output`] gives to the socket.
//! 4. On [`Event::Publish`] decide, then call [`ServerSession::accept`] or
//!    [`ServerSession::reject`]. Until then `poll` answers `None` and
//!    [`ServerSession::wants_input`] is false: not reading is the back-pressure.
//! 5. After an error, or once [`ServerSession::is_closed`], send the remaining output and close.
//!
//! No clock is needed: media carries its own timestamps, which the session unwraps from 32 bits
//! to 64. [`ClientSession`] is the other side, a publisher, for tests and tools.
//!
//! Standards: Adobe RTMP 1.0 (handshake, chunk stream, commands), AMF0, FLV 10.1 annex E, and
//! Enhanced RTMP v2 (codecs by FourCC, multitrack, `ModEx`).

pub mod amf0;
pub mod chunk;
mod client;
mod command;
pub mod error;
pub mod flv;
pub mod fuzz;
mod handshake;
pub mod limits;
mod message;
mod server;
mod timestamp;

pub use client::{ClientEvent, ClientSession, Target};
pub use error::SessionError;
pub use message::{Message, MessageType};
pub use server::{
    AudioPacket, Connect, Event, Metadata, Publish, Refusal, ServerSession, Skipped, VideoPacket,
};
pub use timestamp::Unwrapper;
