//! Reading a media playlist, strictly: what isn't known is an error.

use super::{Violation, ensure};

const SYNTAX: &str = "4.1 definition of a playlist";

/// A media playlist as it was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MediaPlaylist {
    /// `EXT-X-VERSION`.
    pub version: u32,
    /// `EXT-X-TARGETDURATION`.
    pub target_duration_s: u32,
    /// `CAN-BLOCK-RELOAD` is `YES`.
    pub can_block_reload: bool,
    /// `CAN-SKIP-UNTIL`.
    pub can_skip_until_s: Option<f64>,
    /// `HOLD-BACK`.
    pub hold_back_s: Option<f64>,
    /// `PART-HOLD-BACK`.
    pub part_hold_back_s: Option<f64>,
    /// `PART-TARGET`.
    pub part_target_s: Option<f64>,
    /// `EXT-X-MEDIA-SEQUENCE`.
    pub media_sequence: u64,
    /// `EXT-X-DISCONTINUITY-SEQUENCE`.
    pub discontinuity_sequence: u64,
    /// `SKIPPED-SEGMENTS` of `EXT-X-SKIP`.
    pub skipped: u64,
    /// The segments; the last one has no URI while it is being written.
    pub segments: Vec<MediaSegment>,
    /// URI of `EXT-X-PRELOAD-HINT`.
    pub hint: Option<String>,
    /// `EXT-X-RENDITION-REPORT`s.
    pub reports: Vec<ReportEntry>,
    /// `EXT-X-ENDLIST`.
    pub ended: bool,
}

/// A segment of a playlist.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MediaSegment {
    /// Its media sequence number.
    pub msn: u64,
    /// `EXT-X-DISCONTINUITY` tags before it.
    pub discontinuities: u64,
    /// URI of the `EXT-X-MAP` right before it.
    pub map: Option<String>,
    /// `EXT-X-PROGRAM-DATE-TIME`.
    pub date: Option<String>,
    /// Its parts.
    pub parts: Vec<MediaPart>,
    /// `EXTINF`; zero while it is being written.
    pub duration_s: f64,
    /// Its URI; `None` while it is being written.
    pub uri: Option<String>,
}

/// A part of a segment.
#[derive(Debug, Clone, PartialEq)]
pub struct MediaPart {
    /// `DURATION`.
    pub duration_s: f64,
    /// `URI`.
    pub uri: String,
    /// `INDEPENDENT` is `YES`.
    pub independent: bool,
}

/// An `EXT-X-RENDITION-REPORT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportEntry {
    /// `URI`.
    pub uri: String,
    /// `LAST-MSN`.
    pub last_msn: u64,
    /// `LAST-PART`.
    pub last_part: u64,
}

impl MediaPlaylist {
    /// Reads a media playlist.
    pub fn parse(text: &str) -> Result<Self, Violation> {
        ensure(text.starts_with("#EXTM3U\n"), SYNTAX, || "no EXTM3U".into())?;
        ensure(text.ends_with('\n'), SYNTAX, || {
            "the last line is cut".into()
        })?;
        let mut playlist = Self::default();
        let mut open = MediaSegment::default();
        for line in text.lines().skip(1) {
            playlist.read_line(line, &mut open).ok_or_else(|| {
                Violation::new(SYNTAX, format!("this line makes no sense: {line:?}"))
            })?;
        }
        if open != MediaSegment::default() {
            playlist.segments.push(open);
        }
        let first = playlist.media_sequence + playlist.skipped;
        for (segment, msn) in playlist.segments.iter_mut().zip(first..) {
            segment.msn = msn;
        }
        Ok(playlist)
    }

    fn read_line(&mut self, line: &str, open: &mut MediaSegment) -> Option<()> {
        let Some(tag) = line.strip_prefix("#EXT") else {
            // A URI completes the segment.
            if line.is_empty() || line.starts_with('#') || open.duration_s <= 0.0 {
                return None;
            }
            open.uri = Some(line.to_owned());
            self.segments.push(std::mem::take(open));
            return Some(());
        };
        let (name, value) = tag.split_once(':').unwrap_or((tag, ""));
        match name {
            "-X-VERSION" => self.version = value.parse().ok()?,
            "-X-TARGETDURATION" => self.target_duration_s = value.parse().ok()?,
            "-X-SERVER-CONTROL" => self.read_server_control(value),
            "-X-PART-INF" => self.part_target_s = Some(number(value, "PART-TARGET")?),
            "-X-MEDIA-SEQUENCE" => self.media_sequence = value.parse().ok()?,
            "-X-DISCONTINUITY-SEQUENCE" => self.discontinuity_sequence = value.parse().ok()?,
            "-X-SKIP" => {
                self.skipped = attribute(value, "SKIPPED-SEGMENTS")?.parse().ok()?;
                (self.segments.is_empty() && *open == MediaSegment::default()).then_some(())?;
            }
            "-X-DISCONTINUITY" => open.discontinuities += 1,
            "-X-MAP" => open.map = Some(quoted(value, "URI")?),
            "-X-PROGRAM-DATE-TIME" => open.date = Some(value.to_owned()),
            "-X-PART" => open.parts.push(MediaPart {
                duration_s: number(value, "DURATION")?,
                uri: quoted(value, "URI")?,
                independent: attribute(value, "INDEPENDENT") == Some("YES"),
            }),
            "INF" => open.duration_s = value.strip_suffix(',')?.parse().ok()?,
            "-X-PRELOAD-HINT" => {
                (attribute(value, "TYPE") == Some("PART")).then_some(())?;
                self.hint = Some(quoted(value, "URI")?);
            }
            "-X-RENDITION-REPORT" => self.reports.push(ReportEntry {
                uri: quoted(value, "URI")?,
                last_msn: attribute(value, "LAST-MSN")?.parse().ok()?,
                last_part: attribute(value, "LAST-PART")?.parse().ok()?,
            }),
            "-X-ENDLIST" => self.ended = true,
            _ => return None,
        }
        Some(())
    }

    fn read_server_control(&mut self, value: &str) {
        self.can_block_reload = attribute(value, "CAN-BLOCK-RELOAD") == Some("YES");
        self.can_skip_until_s = number(value, "CAN-SKIP-UNTIL");
        self.hold_back_s = number(value, "HOLD-BACK");
        self.part_hold_back_s = number(value, "PART-HOLD-BACK");
    }

    /// The complete segments.
    pub fn complete(&self) -> impl DoubleEndedIterator<Item = &MediaSegment> {
        self.segments.iter().filter(|segment| segment.uri.is_some())
    }

    /// All URIs of media, without the hint.
    pub fn uris(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().flat_map(|segment| {
            let parts = segment.parts.iter().map(|part| part.uri.as_str());
            segment
                .map
                .as_deref()
                .into_iter()
                .chain(parts)
                .chain(segment.uri.as_deref())
        })
    }
}

/// The value of an attribute, quotes included.
pub(super) fn attribute<'a>(list: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = list;
    loop {
        let (key, value) = rest.split_once('=')?;
        let end = match value.strip_prefix('"') {
            Some(text) => text.find('"')? + 2,
            None => value.find(',').unwrap_or(value.len()),
        };
        let (value, tail) = value.split_at(end);
        if key == name {
            return Some(value);
        }
        rest = tail.strip_prefix(',')?;
    }
}

/// The value of a quoted attribute, without quotes.
pub(super) fn quoted(list: &str, name: &str) -> Option<String> {
    let value = attribute(list, name)?;
    Some(value.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

pub(super) fn number(list: &str, name: &str) -> Option<f64> {
    attribute(list, name)?.parse().ok()
}
