//! Segments and parts as the playlist and the players see them.

use bytes::Bytes;

/// A part: a chunk of a segment that can be loaded before the segment is complete.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// How long it is in the playlist, flicks.
    pub(crate) duration: i64,
    /// Decoding can begin somewhere in it.
    pub(crate) independent: bool,
    /// `moof` and `mdat`.
    pub(crate) data: Bytes,
}

/// A segment, complete or being written.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    /// Media sequence number.
    pub(crate) msn: u64,
    /// Discontinuity sequence number.
    pub(crate) discontinuity: u64,
    /// Its parts.
    pub(crate) parts: Vec<Part>,
    /// Number of its first part, counted over the rendition.
    pub(crate) first_part: u64,
    /// Where it begins in the timeline, flicks.
    pub(crate) start: i64,
    /// How long it is by now, flicks.
    pub(crate) duration: i64,
    /// Wall-clock time of its beginning, Unix milliseconds.
    pub(crate) date_ms: i64,
    /// Bytes of its parts.
    pub(crate) bytes: usize,
}
