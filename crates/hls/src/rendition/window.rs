//! The segments of a rendition: those in the playlist, the one being written, and those that
//! left the playlist and that players may still load.

use super::{Part, Segment};
use crate::{limits::RETAINED_BYTES_MAX, time::to_ms};
use bytes::Bytes;
use std::collections::VecDeque;

/// What is told of a segment when its first part comes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opening {
    /// Discontinuity sequence number.
    pub(crate) discontinuity: u64,
    /// Where it begins in the timeline, flicks.
    pub(crate) start: i64,
    /// The wall-clock time of that, Unix milliseconds.
    pub(crate) date_ms: i64,
}

/// A segment that left the playlist, and until when it is kept (rfc8216bis, 6.2.2: its duration
/// and that of the longest playlist that had it).
#[derive(Debug)]
struct Retained {
    segment: Segment,
    until_ms: i64,
}

/// An init section and the first discontinuity sequence number that uses it.
#[derive(Debug)]
struct Init {
    discontinuity: u64,
    data: Bytes,
}

/// The segments of a rendition.
#[derive(Debug)]
pub(crate) struct Window {
    /// Flicks of complete segments that stay in the playlist at least.
    keep: i64,
    listed: VecDeque<Segment>,
    /// Flicks of the listed segments.
    listed_duration: i64,
    /// The segment that is being written; it has a part.
    current: Option<Segment>,
    retained: VecDeque<Retained>,
    retained_bytes: usize,
    inits: VecDeque<Init>,
    next_msn: u64,
    next_part: u64,
}

impl Window {
    /// An empty window whose numbers begin at `msn` and `part`; `keep` are the flicks that stay
    /// in the playlist at least.
    pub(crate) const fn new(keep: i64, msn: u64, part: u64) -> Self {
        Self {
            keep,
            listed: VecDeque::new(),
            listed_duration: 0,
            current: None,
            retained: VecDeque::new(),
            retained_bytes: 0,
            inits: VecDeque::new(),
            next_msn: msn,
            next_part: part,
        }
    }

    /// From the discontinuity sequence number `discontinuity` on, `data` is the init section.
    pub(crate) fn set_init(&mut self, discontinuity: u64, data: Bytes) {
        self.inits.push_back(Init {
            discontinuity,
            data,
        });
    }

    /// Adds a part to the segment that is being written, or begins one with it.
    pub(crate) fn add(&mut self, part: Part, opening: Opening) {
        let (msn, first_part) = (self.next_msn, self.next_part);
        let segment = self.current.get_or_insert_with(|| {
            self.next_msn += 1;
            Segment {
                msn,
                discontinuity: opening.discontinuity,
                parts: Vec::new(),
                first_part,
                start: opening.start,
                duration: 0,
                date_ms: opening.date_ms,
                bytes: 0,
            }
        });
        segment.duration += part.duration;
        segment.bytes += part.data.len();
        segment.parts.push(part);
        self.next_part += 1;
    }

    /// Completes the segment that is being written and drops from the playlist what is older
    /// than it must be. Returns whether there was one.
    pub(crate) fn complete(&mut self, now_ms: i64) -> bool {
        let Some(segment) = self.current.take() else {
            return false;
        };
        self.listed_duration += segment.duration;
        self.listed.push_back(segment);
        while let Some(oldest) = self.listed.front()
            && self.listed_duration - oldest.duration >= self.keep
        {
            self.retire(now_ms);
        }
        self.forget(now_ms);
        true
    }

    /// Moves the oldest listed segment to the retained ones.
    fn retire(&mut self, now_ms: i64) {
        let Some(segment) = self.listed.pop_front() else {
            return;
        };
        let kept_ms = to_ms(self.listed_duration + segment.duration);
        self.listed_duration -= segment.duration;
        self.retained_bytes += segment.bytes;
        self.retained.push_back(Retained {
            segment,
            until_ms: now_ms.saturating_add(kept_ms),
        });
    }

    /// Drops retained segments whose time is over or that are too many bytes, and init sections
    /// that no segment needs.
    fn forget(&mut self, now_ms: i64) {
        while let Some(oldest) = self.retained.front()
            && (oldest.until_ms < now_ms || self.retained_bytes > RETAINED_BYTES_MAX)
        {
            self.retained_bytes -= oldest.segment.bytes;
            self.retained.pop_front();
        }
        let Some(first) = self.loadable().next().map(|segment| segment.discontinuity) else {
            return;
        };
        while self
            .inits
            .get(1)
            .is_some_and(|second| second.discontinuity <= first)
        {
            self.inits.pop_front();
        }
    }

    /// The complete segments of the playlist, oldest first.
    pub(crate) const fn listed(&self) -> &VecDeque<Segment> {
        &self.listed
    }

    /// The segment that is being written.
    pub(crate) const fn current(&self) -> Option<&Segment> {
        self.current.as_ref()
    }

    /// Media sequence number of the segment that is being written or comes next.
    pub(crate) fn edge_msn(&self) -> u64 {
        self.current
            .as_ref()
            .map_or(self.next_msn, |segment| segment.msn)
    }

    /// Number that the next part will have.
    pub(crate) const fn next_part(&self) -> u64 {
        self.next_part
    }

    /// All segments that can be loaded, whole or in parts, oldest first.
    fn loadable(&self) -> impl DoubleEndedIterator<Item = &Segment> {
        let retained = self.retained.iter().map(|retained| &retained.segment);
        retained.chain(&self.listed).chain(&self.current)
    }

    /// The complete segment `msn`.
    pub(crate) fn segment(&self, msn: u64) -> Option<&Segment> {
        let mut complete = self
            .loadable()
            .rev()
            .skip(usize::from(self.current.is_some()));
        complete.find(|segment| segment.msn == msn)
    }

    /// The part with that number, counted over the rendition.
    pub(crate) fn part(&self, number: u64) -> Option<&Part> {
        let segment = self
            .loadable()
            .rev()
            .find(|segment| segment.first_part <= number)?;
        let index = usize::try_from(number - segment.first_part).ok()?;
        segment.parts.get(index)
    }

    /// The discontinuity sequence number that names the init section of such segments.
    pub(crate) fn init_name(&self, discontinuity: u64) -> Option<u64> {
        let mut inits = self.inits.iter().rev();
        inits
            .find(|init| init.discontinuity <= discontinuity)
            .map(|init| init.discontinuity)
    }

    /// The init section with that name.
    pub(crate) fn init(&self, name: u64) -> Option<&Bytes> {
        let mut inits = self.inits.iter();
        inits
            .find(|init| init.discontinuity == name)
            .map(|init| &init.data)
    }
}
