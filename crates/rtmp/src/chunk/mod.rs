//! The chunk stream (RTMP 1.0, 5.3): messages cut into chunks, several streams interleaved.

mod read;
mod write;

pub use read::ChunkReader;
pub use write::{ChunkWriter, HeaderFormat};

/// The chunk size until a peer sets another (RTMP 1.0, 5.4.1).
pub(crate) const DEFAULT_CHUNK_BYTES: usize = 128;
/// A timestamp field with this value is followed by an extended timestamp (RTMP 1.0, 5.3.1.3).
pub(crate) const EXTENDED: u32 = 0x00FF_FFFF;

#[cfg(test)]
mod tests;
