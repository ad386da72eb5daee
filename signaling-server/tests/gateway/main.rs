//! The gateway as clients know it: real sockets, on both databases, in process and over Redis.

mod chat;
mod client;
mod fleet;
mod limits;
mod official;
mod sessions;
mod world;
