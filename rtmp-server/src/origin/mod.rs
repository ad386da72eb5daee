//! The origin: what the ingest packages, served as LL-HLS.
//!
//! The ingest takes a [`Publisher`] of [`Streams`] for each encoder and pushes frames into it.
//! [`Origin::router`] serves `/hls/{stream}/…`: playlists, which wait for what is asked for
//! (rfc8216bis, 6.2.5.2), and media. A stream that another node has is fetched from there.
//! What is promised to players and caches is in `docs/hls.md`.

mod access;
mod answer;
mod directives;
mod elsewhere;
mod media;
mod playlist;
mod publisher;
mod rendered;
mod router;
mod stream;
mod streams;
mod wait;

pub use elsewhere::{Elsewhere, lease_key};
pub use publisher::Publisher;
pub use router::Origin;
pub use streams::Streams;

#[cfg(test)]
mod tests;
