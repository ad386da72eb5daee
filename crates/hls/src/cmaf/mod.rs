//! CMAF (ISO/IEC 23000-19): init sections and chunks of one track, as ISO base media files
//! (ISO/IEC 14496-12).

mod boxes;
mod chunk;
mod init;

pub(crate) use chunk::{Chunk, Sample, write_chunk};
pub(crate) use init::{TrackKind, write_init};

/// Ticks a second of a video track: exact for milliseconds.
pub(crate) const VIDEO_TIMESCALE: u32 = 90_000;
