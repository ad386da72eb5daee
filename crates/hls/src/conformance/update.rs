//! Rules for what a playlist may become (rfc8216bis, 6.2.1 and 6.2.2).

use super::{MediaPlaylist, MediaSegment, Violation, ensure};

const RULE: &str = "6.2.1 changes of a playlist";

/// Checks that `after` may follow `before`. Both are full playlists.
pub fn check_update(before: &MediaPlaylist, after: &MediaPlaylist) -> Result<(), Violation> {
    let fixed = |playlist: &MediaPlaylist| {
        (
            playlist.target_duration_s,
            playlist.part_target_s,
            playlist.part_hold_back_s,
        )
    };
    ensure(fixed(before) == fixed(after), RULE, || {
        "a promise changed".into()
    })?;
    ensure(!before.ended || before == after, RULE, || {
        "it had ended".into()
    })?;
    let (first, last) = (before.media_sequence, after.media_sequence);
    ensure(first <= last, RULE, || {
        format!("from {first} back to {last}")
    })?;
    check_removed(before, after)?;
    check_kept(before, after)?;
    check_hint(before, after)
}

/// Segments leave at the front, and three target durations stay.
fn check_removed(before: &MediaPlaylist, after: &MediaPlaylist) -> Result<(), Violation> {
    if after.media_sequence > before.media_sequence {
        let left_s: f64 = after.complete().map(|segment| segment.duration_s).sum();
        let least_s = 3.0 * f64::from(after.target_duration_s);
        ensure(left_s >= least_s - 0.001, "6.2.2 live", || {
            format!("{left_s} s are left")
        })?;
    }
    let end = |playlist: &MediaPlaylist| playlist.media_sequence + playlist.segments.len() as u64;
    ensure(end(before) <= end(after), RULE, || {
        "the last segment is gone".into()
    })
}

/// What stays doesn't change, but for parts that leave or come.
fn check_kept(before: &MediaPlaylist, after: &MediaPlaylist) -> Result<(), Violation> {
    let (old, new) = (discontinuities(before), discontinuities(after));
    for (segment, number) in before.segments.iter().zip(old) {
        let Some(index) = segment.msn.checked_sub(after.media_sequence) else {
            continue;
        };
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        let (Some(now), Some(number_now)) = (after.segments.get(index), new.get(index)) else {
            return Err(Violation::new(RULE, format!("{} is gone", segment.msn)));
        };
        let msn = segment.msn;
        ensure(
            number == *number_now,
            "4.4.3.3 EXT-X-DISCONTINUITY-SEQUENCE",
            || format!("segment {msn} went from {number} to {number_now}"),
        )?;
        ensure(same(segment, now), RULE, || {
            format!("{segment:?} became {now:?}")
        })?;
    }
    Ok(())
}

fn same(before: &MediaSegment, after: &MediaSegment) -> bool {
    let complete = before.uri.is_none()
        || (before.uri == after.uri && { (before.duration_s - after.duration_s).abs() < 1e-9 });
    let parts = after.parts.is_empty() || after.parts.starts_with(&before.parts);
    complete && parts && before.date == after.date
}

/// The part that was hinted is the part that came.
fn check_hint(before: &MediaPlaylist, after: &MediaPlaylist) -> Result<(), Violation> {
    let last = before
        .segments
        .iter()
        .flat_map(|segment| &segment.parts)
        .last();
    let mut parts = after.segments.iter().flat_map(|segment| &segment.parts);
    let known = last.is_none_or(|last| parts.any(|part| part.uri == last.uri));
    match (known, &before.hint, parts.next()) {
        (true, Some(hint), Some(next)) => {
            ensure(*hint == next.uri, "4.4.5.3 EXT-X-PRELOAD-HINT", || {
                format!("{hint} was hinted, {} came", next.uri)
            })
        }
        _ => Ok(()),
    }
}

/// The discontinuity sequence number of each segment.
fn discontinuities(playlist: &MediaPlaylist) -> Vec<u64> {
    let mut number = playlist.discontinuity_sequence;
    let of = |segment: &MediaSegment| {
        number += segment.discontinuities;
        number
    };
    playlist.segments.iter().map(of).collect()
}

/// The full playlist that a delta update of a known full playlist stands for (rfc8216bis,
/// 6.3.7), to compare segments and parts.
pub fn apply_delta(
    known: &MediaPlaylist,
    delta: &MediaPlaylist,
) -> Result<Vec<MediaSegment>, Violation> {
    let from = delta.media_sequence;
    let skipped = from..from + delta.skipped;
    let mut segments: Vec<_> = known
        .segments
        .iter()
        .filter(|segment| skipped.contains(&segment.msn))
        .cloned()
        .collect();
    ensure(
        segments.len() as u64 == delta.skipped,
        "6.3.7 delta updates",
        || {
            format!(
                "{} of {} skipped segments are known",
                segments.len(),
                delta.skipped
            )
        },
    )?;
    segments.extend(delta.segments.iter().cloned());
    Ok(segments)
}
