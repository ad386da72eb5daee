//! A media playlist.

use super::{VERSION, date::Date, uri::ResourceName};
use crate::{
    RenditionId,
    rendition::{Part, Segment, Window},
    time::{FLICKS_A_SECOND, from_ms},
};
use std::fmt::{self, Write};

/// Target durations for which parts stay listed (rfc8216bis, 6.2.2).
const PARTS_LISTED_TARGETS: i64 = 3;
/// Target durations that a delta update never skips (`CAN-SKIP-UNTIL`; at least six).
const SKIP_UNTIL_TARGETS: i64 = 6;
/// Target durations that a player without parts stays behind (`HOLD-BACK`; at least three).
const HOLD_BACK_TARGETS: u32 = 3;
/// Bytes of an entry, about, to allocate once.
const ENTRY_BYTES: usize = 96;

/// Where another rendition's playlist ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Report {
    pub(crate) rendition: RenditionId,
    pub(crate) last_msn: u64,
    pub(crate) last_part: u64,
}

/// What a media playlist is made of.
#[derive(Debug)]
pub(crate) struct MediaPlaylist<'a> {
    pub(crate) rendition: RenditionId,
    pub(crate) window: &'a Window,
    pub(crate) target_duration_s: u32,
    /// Subtracted from the segments' numbers in `EXT-X-DISCONTINUITY-SEQUENCE`.
    pub(crate) discontinuity_offset: u64,
    /// Flicks.
    pub(crate) part_target: i64,
    pub(crate) part_hold_back_ms: i64,
    pub(crate) ended: bool,
    /// A delta update is wanted.
    pub(crate) skip: bool,
    /// Appended to each URI.
    pub(crate) query: Option<&'a str>,
    pub(crate) reports: &'a [Report],
}

/// Flicks as decimal seconds, rounded to the nearest hundred-thousandth.
struct Seconds(i64);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNIT: i64 = FLICKS_A_SECOND / 100_000;
        let units = (self.0 + UNIT / 2) / UNIT;
        write!(f, "{}.{:05}", units / 100_000, units % 100_000)
    }
}

/// A query behind a URI, if there is one.
#[derive(Clone, Copy)]
pub(super) struct Query<'a>(pub(super) Option<&'a str>);

impl fmt::Display for Query<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |query| write!(f, "?{query}"))
    }
}

/// Writes a media playlist.
pub(crate) fn write_media_playlist(playlist: &MediaPlaylist<'_>) -> String {
    let entries = 16 + 3 * playlist.window.listed().len() + 32;
    let mut out = String::with_capacity(entries * ENTRY_BYTES);
    // Writing to a String can't fail.
    let _ = playlist.write(&mut out);
    out
}

impl MediaPlaylist<'_> {
    fn write(&self, out: &mut String) -> fmt::Result {
        let listed = self.window.listed();
        let current = self.window.current();
        let first = listed.front().or(current);
        self.write_head(out, first)?;
        let skipped = self.skipped();
        if skipped > 0 {
            writeln!(out, "#EXT-X-SKIP:SKIPPED-SEGMENTS={skipped}")?;
        }
        let mut before = skipped.checked_sub(1).and_then(|last| listed.get(last));
        let with_parts = self.older_than(PARTS_LISTED_TARGETS);
        for (index, segment) in listed.iter().enumerate().skip(skipped) {
            self.write_opening(out, segment, before, first)?;
            if index >= with_parts {
                self.write_parts(out, segment)?;
            }
            let name = ResourceName::Segment(self.rendition, segment.msn);
            writeln!(out, "#EXTINF:{},", Seconds(segment.duration))?;
            writeln!(out, "{name}{}", Query(self.query))?;
            before = Some(segment);
        }
        if let Some(segment) = current {
            self.write_opening(out, segment, before, first)?;
            self.write_parts(out, segment)?;
        }
        self.write_tail(out)
    }

    fn write_head(&self, out: &mut String, first: Option<&Segment>) -> fmt::Result {
        let target_s = self.target_duration_s;
        let hold_back_ms = self.part_hold_back_ms;
        let can_block = if self.ended {
            ""
        } else {
            "CAN-BLOCK-RELOAD=YES,"
        };
        writeln!(out, "#EXTM3U\n#EXT-X-VERSION:{VERSION}")?;
        writeln!(out, "#EXT-X-TARGETDURATION:{target_s}")?;
        writeln!(
            out,
            "#EXT-X-SERVER-CONTROL:{can_block}CAN-SKIP-UNTIL={}.0,HOLD-BACK={}.0,\
             PART-HOLD-BACK={}.{:03}",
            SKIP_UNTIL_TARGETS * i64::from(target_s),
            HOLD_BACK_TARGETS * target_s,
            hold_back_ms / 1_000,
            hold_back_ms % 1_000,
        )?;
        writeln!(
            out,
            "#EXT-X-PART-INF:PART-TARGET={}",
            Seconds(self.part_target)
        )?;
        let msn = first.map_or_else(|| self.window.edge_msn(), |segment| segment.msn);
        writeln!(out, "#EXT-X-MEDIA-SEQUENCE:{msn}")?;
        let discontinuity = first.map_or(0, |segment| {
            segment
                .discontinuity
                .saturating_sub(self.discontinuity_offset)
        });
        writeln!(out, "#EXT-X-DISCONTINUITY-SEQUENCE:{discontinuity}")
    }

    /// What stands before a segment: the discontinuities between it and the one before, the init
    /// section if it is another one, and its time.
    fn write_opening(
        &self,
        out: &mut String,
        segment: &Segment,
        before: Option<&Segment>,
        first: Option<&Segment>,
    ) -> fmt::Result {
        let last = before.or(first).map_or(0, |segment| segment.discontinuity);
        for _ in last..segment.discontinuity {
            writeln!(out, "#EXT-X-DISCONTINUITY")?;
        }
        let name = self.window.init_name(segment.discontinuity);
        let name_before = before.and_then(|before| self.window.init_name(before.discontinuity));
        if let Some(name) = name.filter(|_| name != name_before) {
            let name = ResourceName::Init(self.rendition, name);
            writeln!(out, "#EXT-X-MAP:URI=\"{name}{}\"", Query(self.query))?;
        }
        writeln!(out, "#EXT-X-PROGRAM-DATE-TIME:{}", Date(segment.date_ms))
    }

    fn write_parts(&self, out: &mut String, segment: &Segment) -> fmt::Result {
        for (part, number) in segment.parts.iter().zip(segment.first_part..) {
            let Part {
                duration,
                independent,
                ..
            } = part;
            let name = ResourceName::Part(self.rendition, number);
            let independent = if *independent { ",INDEPENDENT=YES" } else { "" };
            writeln!(
                out,
                "#EXT-X-PART:DURATION={},URI=\"{name}{}\"{independent}",
                Seconds(*duration),
                Query(self.query)
            )?;
        }
        Ok(())
    }

    fn write_tail(&self, out: &mut String) -> fmt::Result {
        if self.ended {
            return writeln!(out, "#EXT-X-ENDLIST");
        }
        let hint = ResourceName::Part(self.rendition, self.window.next_part());
        let query = Query(self.query);
        writeln!(out, "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"{hint}{query}\"")?;
        for report in self.reports {
            writeln!(
                out,
                "#EXT-X-RENDITION-REPORT:URI=\"{}.m3u8{query}\",LAST-MSN={},LAST-PART={}",
                report.rendition.name(),
                report.last_msn,
                report.last_part
            )?;
        }
        Ok(())
    }

    /// Segments that a delta update leaves out.
    fn skipped(&self) -> usize {
        if self.skip {
            self.older_than(SKIP_UNTIL_TARGETS)
        } else {
            0
        }
    }

    /// How many segments end more than so many target durations before the playlist does.
    fn older_than(&self, targets: i64) -> usize {
        let listed = self.window.listed();
        let current = self.window.current().map_or(0, |segment| segment.duration);
        let mut behind = listed.iter().map(|segment| segment.duration).sum::<i64>() + current;
        let boundary = from_ms(1_000 * i64::from(self.target_duration_s)) * targets;
        let mut older = listed.iter().take_while(|segment| {
            behind -= segment.duration;
            behind > boundary
        });
        older.by_ref().count()
    }
}
