//! A rendition as the packager drives it.

use super::{FormedPart, Former, Opening, Part, Window};
use crate::{
    cmaf::{Chunk, Sample, write_chunk},
    limits::{SEGMENT_BYTES_MAX, SEGMENT_FRAMES_MAX},
    time::to_ms,
};
use bytes::Bytes;

/// What is fixed for a rendition's whole life, because players were told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RenditionTargets {
    /// `PART-TARGET`, flicks.
    pub(crate) part: i64,
    /// What stays in the playlist at least, flicks.
    pub(crate) keep: i64,
    /// Number of the first segment.
    pub(crate) msn: u64,
    /// Number of the first part.
    pub(crate) part_number: u64,
}

/// A rendition: the former, the window, and the state of the segment between them.
#[derive(Debug)]
pub(crate) struct Rendition {
    targets: RenditionTargets,
    former: Former,
    window: Window,
    /// Discontinuity sequence number of what comes in now.
    discontinuity: u64,
    /// Ticks a second of what comes in now.
    timescale: u32,
    /// Unix milliseconds of the timeline's zero.
    wall_offset_ms: i64,
    chunks: u32,
    /// Bytes and frames since the segment began, formed or not.
    segment_bytes: usize,
    segment_frames: u32,
    /// Grows with each part and segment.
    version: u64,
    segments: u64,
}

impl Rendition {
    pub(crate) fn new(targets: RenditionTargets) -> Self {
        Self {
            targets,
            former: Former::new(targets.part, 0),
            window: Window::new(targets.keep, targets.msn, targets.part_number),
            discontinuity: 0,
            timescale: 1,
            wall_offset_ms: 0,
            chunks: 0,
            segment_bytes: 0,
            segment_frames: 0,
            version: 0,
            segments: 0,
        }
    }

    /// What follows has the discontinuity sequence number and the init section given, and begins
    /// at `start` (not before [`Rendition::end`]). What came before must have been cut.
    pub(crate) fn begin(&mut self, discontinuity: u64, timescale: u32, init: Bytes, start: i64) {
        debug_assert!(self.window.current().is_none(), "cut before");
        self.discontinuity = discontinuity;
        self.timescale = timescale;
        self.window.set_init(discontinuity, init);
        self.former = Former::new(self.targets.part, start.max(self.end()));
    }

    /// The timeline's zero is this wall-clock time (Unix milliseconds), for segments from now on.
    pub(crate) const fn set_wall_offset(&mut self, wall_offset_ms: i64) {
        self.wall_offset_ms = wall_offset_ms;
    }

    /// Whether a frame of that size may still come into this segment.
    pub(crate) const fn has_room(&self, bytes: usize) -> bool {
        self.segment_bytes + bytes <= SEGMENT_BYTES_MAX && self.segment_frames < SEGMENT_FRAMES_MAX
    }

    /// Adds a sample that begins at [`Rendition::end`].
    pub(crate) fn push(&mut self, sample: Sample) {
        self.segment_bytes += sample.data.len();
        self.segment_frames += 1;
        self.former.push(sample);
    }

    /// The last sample lasts until `end`.
    pub(crate) fn advance(&mut self, end: i64) {
        let mut formed = Vec::new();
        self.former.advance(end, |part| formed.push(part));
        for part in formed {
            self.add(part);
        }
    }

    /// Ends the segment where time is known to.
    pub(crate) fn cut(&mut self, now_ms: i64) {
        let mut formed = Vec::new();
        self.former.finish(|part| formed.push(part));
        for part in formed {
            self.add(part);
        }
        if self.window.complete(now_ms) {
            self.version += 1;
            self.segments += 1;
        }
        self.segment_bytes = 0;
        self.segment_frames = 0;
    }

    fn add(&mut self, formed: FormedPart) {
        let data = write_chunk(&Chunk {
            sequence: self.chunks,
            timescale: self.timescale,
            base: formed.base,
            samples: &formed.samples,
        });
        self.chunks = self.chunks.wrapping_add(1);
        let opening = Opening {
            discontinuity: self.discontinuity,
            start: formed.start,
            date_ms: self.wall_offset_ms.saturating_add(to_ms(formed.start)),
        };
        let part = Part {
            duration: formed.duration,
            independent: formed.samples.iter().any(|sample| sample.sync),
            data,
        };
        self.window.add(part, opening);
        self.version += 1;
    }

    /// Where the segment that is being written begins, flicks.
    pub(crate) fn segment_start(&self) -> i64 {
        let current = self.window.current();
        current.map_or(self.former.start(), |segment| segment.start)
    }

    /// Up to where time is known, flicks.
    pub(crate) const fn end(&self) -> i64 {
        self.former.end()
    }

    pub(crate) const fn window(&self) -> &Window {
        &self.window
    }

    /// `PART-TARGET`, flicks.
    pub(crate) const fn part_target(&self) -> i64 {
        self.targets.part
    }

    /// Grows with each change of the playlist.
    pub(crate) const fn version(&self) -> u64 {
        self.version
    }

    /// Segments completed so far.
    pub(crate) const fn segments(&self) -> u64 {
        self.segments
    }
}
