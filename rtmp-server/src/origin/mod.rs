//! The origin: what the ingest packages, served as LL-HLS.
//!
//! The ingest takes a [`Publisher`] of [`Streams`] for each encoder and pushes frames into it.

mod publisher;
mod stream;
mod streams;

pub use publisher::Publisher;
pub use streams::Streams;
