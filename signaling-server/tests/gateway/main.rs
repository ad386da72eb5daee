//! The gateway as clients know it: real sockets, on both databases, in process and over Redis.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect fails"
)]

mod chat;
mod client;
mod fleet;
mod limits;
mod official;
mod sessions;
mod world;
