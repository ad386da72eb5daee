//! The words that every part of Live Engine shares: ids, times, error codes, and the types that
//! travel over HTTP, Socket.IO and the bus.
//!
//! No I/O happens here and nothing here depends on a server library, so the crate builds for
//! wasm too: the browser apps read the same types that the services write. With the feature
//! `openapi` the types describe themselves to OpenAPI, with `typescript` they generate the
//! SDK's types.

pub mod auth;
pub mod code;
pub mod comment;
pub mod event;
pub mod hooks;
pub mod id;
pub mod ingest;
pub mod live;
pub mod page;
pub mod problem;
pub mod socket;
pub mod time;
pub mod user;

pub use code::ErrorCode;
pub use id::{CommentId, JobId, SessionId, StreamId, StreamKeyId, UserId};
pub use page::Page;
pub use problem::{FieldError, Problem};
pub use time::Timestamp;
