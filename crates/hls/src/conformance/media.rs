//! Rules for a media playlist by itself.

use super::{MediaPlaylist, MediaSegment, Violation, ensure};
use std::collections::HashSet;

/// Seconds by which sums of rounded numbers may differ.
const ROUNDING_S: f64 = 0.001;
/// Milliseconds by which dates may differ from durations: both are rounded.
const DATE_MS: i64 = 2;

/// Reads a media playlist and checks it.
pub fn check_media(text: &str) -> Result<MediaPlaylist, Violation> {
    let playlist = MediaPlaylist::parse(text)?;
    check_head(&playlist)?;
    for (index, segment) in playlist.segments.iter().enumerate() {
        check_segment(&playlist, segment)?;
        if segment.uri.is_none() {
            ensure(
                index + 1 == playlist.segments.len(),
                "4.4.4.1 EXTINF",
                || format!("segment {} has no URI", segment.msn),
            )?;
        }
    }
    check_maps(&playlist)?;
    check_dates(&playlist)?;
    check_window(&playlist)?;
    check_uris(&playlist)?;
    Ok(playlist)
}

fn check_head(playlist: &MediaPlaylist) -> Result<(), Violation> {
    let target_s = f64::from(playlist.target_duration_s);
    ensure(target_s > 0.0, "4.4.3.1 EXT-X-TARGETDURATION", || {
        "missing".into()
    })?;
    ensure(playlist.version >= 9, "8 compatibility", || {
        "below 9".into()
    })?;
    let part_s = playlist.part_target_s.unwrap_or(0.0);
    ensure(part_s > 0.0, "4.4.3.7 EXT-X-PART-INF", || "missing".into())?;
    let rule = "4.4.3.8 EXT-X-SERVER-CONTROL";
    ensure(playlist.can_block_reload != playlist.ended, rule, || {
        "CAN-BLOCK-RELOAD is for live playlists".into()
    })?;
    let hold_back_s = playlist.hold_back_s.unwrap_or(0.0);
    ensure(hold_back_s >= 3.0 * target_s, rule, || {
        format!("HOLD-BACK is {hold_back_s}")
    })?;
    let part_hold_back_s = playlist.part_hold_back_s.unwrap_or(0.0);
    ensure(part_hold_back_s >= 3.0 * part_s - ROUNDING_S, rule, || {
        format!("PART-HOLD-BACK is {part_hold_back_s}, parts are {part_s}")
    })?;
    let skip_s = playlist.can_skip_until_s.unwrap_or(0.0);
    ensure(skip_s >= 6.0 * target_s, rule, || {
        format!("CAN-SKIP-UNTIL is {skip_s}")
    })
}

fn check_segment(playlist: &MediaPlaylist, segment: &MediaSegment) -> Result<(), Violation> {
    let target_s = f64::from(playlist.target_duration_s);
    let msn = segment.msn;
    ensure(
        segment.duration_s.round() <= target_s,
        "4.4.3.1 EXT-X-TARGETDURATION",
        || format!("segment {msn} lasts {} s", segment.duration_s),
    )?;
    let part_target_s = playlist.part_target_s.unwrap_or(0.0);
    let rule = "4.4.4.9 EXT-X-PART";
    for (index, part) in segment.parts.iter().enumerate() {
        let duration_s = part.duration_s;
        ensure(duration_s <= part_target_s, rule, || {
            format!("part {index} of {msn} lasts {duration_s} s of {part_target_s}")
        })?;
        let last = index + 1 == segment.parts.len();
        ensure(
            last || duration_s >= 0.85 * part_target_s - 1e-4,
            rule,
            || format!("part {index} of {msn} lasts only {duration_s} s of {part_target_s}"),
        )?;
    }
    let sum_s: f64 = segment.parts.iter().map(|part| part.duration_s).sum();
    if segment.uri.is_some() && !segment.parts.is_empty() {
        ensure(
            (sum_s - segment.duration_s).abs() < ROUNDING_S,
            rule,
            || {
                format!(
                    "the parts of {msn} last {sum_s} s, the segment {} s",
                    segment.duration_s
                )
            },
        )?;
    }
    ensure(
        sum_s.round() <= target_s,
        "4.4.3.1 EXT-X-TARGETDURATION",
        || format!("the parts of segment {msn} last {sum_s} s"),
    )
}

fn check_maps(playlist: &MediaPlaylist) -> Result<(), Violation> {
    let rule = "4.4.4.5 EXT-X-MAP";
    for (index, segment) in playlist.segments.iter().enumerate() {
        let first = index == 0 && playlist.skipped == 0;
        let must = first || segment.discontinuities > 0;
        ensure(!must || segment.map.is_some(), rule, || {
            format!("segment {} has none", segment.msn)
        })?;
    }
    Ok(())
}

/// Every segment has a date (we promise it), and they agree with the durations.
fn check_dates(playlist: &MediaPlaylist) -> Result<(), Violation> {
    let rule = "4.4.4.6 EXT-X-PROGRAM-DATE-TIME";
    let mut expected_ms = None;
    for segment in &playlist.segments {
        let msn = segment.msn;
        let date_ms = segment.date.as_deref().and_then(time_ms);
        let date_ms = date_ms.ok_or_else(|| Violation::new(rule, format!("{msn} has none")))?;
        if let Some(expected_ms) = expected_ms.filter(|_| segment.discontinuities == 0) {
            let off_ms: i64 = date_ms - expected_ms;
            ensure(
                off_ms.rem_euclid(DAY_MS).min((-off_ms).rem_euclid(DAY_MS)) <= DATE_MS,
                rule,
                || format!("segment {msn} is {off_ms} ms off"),
            )?;
        }
        #[expect(clippy::cast_possible_truncation, reason = "seconds of a segment")]
        let duration_ms = (segment.duration_s * 1_000.0).round() as i64;
        expected_ms = Some(date_ms + duration_ms);
    }
    Ok(())
}

const DAY_MS: i64 = 86_400_000;

/// Milliseconds of the day; the day itself is compared through it.
fn time_ms(date: &str) -> Option<i64> {
    let time = date.split_once('T')?.1.strip_suffix('Z')?;
    let mut parts = time.split([':', '.']).map(str::parse::<i64>);
    let mut next = || parts.next()?.ok();
    let (hour, minute, second, ms) = (next()?, next()?, next()?, next()?);
    Some(((hour * 60 + minute) * 60 + second) * 1_000 + ms)
}

/// What belongs to the edge of the playlist: hint, parts, skipping.
fn check_window(playlist: &MediaPlaylist) -> Result<(), Violation> {
    let rule = "4.4.5.3 EXT-X-PRELOAD-HINT";
    ensure(playlist.hint.is_some() != playlist.ended, rule, || {
        "a live playlist has one, an ended one none".into()
    })?;
    let target_s = f64::from(playlist.target_duration_s);
    let mut behind_s = 0.0;
    for segment in playlist.segments.iter().rev() {
        ensure(
            segment.parts.is_empty() || behind_s <= 3.0 * target_s + ROUNDING_S,
            "6.2.2 live",
            || format!("the parts of {} are {behind_s} s old", segment.msn),
        )?;
        ensure(
            !segment.parts.is_empty() || behind_s > 3.0 * target_s - ROUNDING_S,
            "6.2.2 live",
            || {
                format!(
                    "segment {} has no parts, {behind_s} s before the end",
                    segment.msn
                )
            },
        )?;
        let parts_s: f64 = segment.parts.iter().map(|part| part.duration_s).sum();
        behind_s += segment.duration_s.max(parts_s);
    }
    let skip_s = playlist.can_skip_until_s.unwrap_or(f64::INFINITY);
    ensure(
        playlist.skipped == 0 || behind_s >= skip_s - ROUNDING_S,
        "6.2.5.1 delta updates",
        || format!("only {behind_s} s are left"),
    )
}

fn check_uris(playlist: &MediaPlaylist) -> Result<(), Violation> {
    let mut seen = HashSet::new();
    for uri in playlist.uris().chain(playlist.hint.as_deref()) {
        ensure(seen.insert(uri), "uris are told once", || uri.to_owned())?;
    }
    Ok(())
}
