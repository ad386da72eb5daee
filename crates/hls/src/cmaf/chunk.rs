//! A CMAF chunk: `moof` and `mdat` in one allocation of exactly their size. This is the one place
//! where payload is copied, once; after it, media is shared.

use super::boxes::Boxes;
use crate::time::to_ticks;
use bytes::Bytes;

const TRACK_ID: u32 = 1;
/// `tfhd`: the base for offsets is the `moof`; defaults for duration, size and flags follow.
const TFHD_FLAGS: u32 = 0x2_0000 | 0x8 | 0x20;
const TRUN_DATA_OFFSET: u32 = 0x1;
const TRUN_DURATION: u32 = 0x100;
const TRUN_SIZE: u32 = 0x200;
const TRUN_FLAGS: u32 = 0x400;
const TRUN_COMPOSITION: u32 = 0x800;
/// Depends on no other sample.
const SAMPLE_SYNC: u32 = 0x0200_0000;
/// Depends on others, is no sync sample.
const SAMPLE_DELTA: u32 = 0x0101_0000;
/// Bytes of `moof` with `mfhd`, `traf`, `tfhd`, `tfdt` and `trun`, without samples.
const MOOF_BYTES: usize = 8 + 16 + 8 + 24 + 20 + 20;
const MDAT_HEAD_BYTES: usize = 8;

/// One coded frame within a chunk.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    /// Decoding time, flicks.
    pub(crate) start: i64,
    /// Flicks to the next one.
    pub(crate) duration: i64,
    /// Flicks from decoding to presentation.
    pub(crate) composition: i64,
    /// Decoding can begin here.
    pub(crate) sync: bool,
    /// The frame.
    pub(crate) data: Bytes,
}

/// What a chunk is made of.
#[derive(Debug)]
pub(crate) struct Chunk<'a> {
    /// Counts the chunks of a rendition.
    pub(crate) sequence: u32,
    /// Ticks a second of the track.
    pub(crate) timescale: u32,
    /// Decoding time of the first sample, flicks.
    pub(crate) base: i64,
    /// The samples; none for a time in which nothing begins.
    pub(crate) samples: &'a [Sample],
}

/// Writes a chunk.
pub(crate) fn write_chunk(chunk: &Chunk<'_>) -> Bytes {
    let (samples, timescale) = (chunk.samples, chunk.timescale);
    let payload: usize = samples.iter().map(|sample| sample.data.len()).sum();
    let fields = fields(samples, timescale);
    let moof = MOOF_BYTES + samples.len() * 4 * fields.count_ones() as usize;
    let mut boxes = Boxes::with_capacity(moof + MDAT_HEAD_BYTES + payload);
    boxes.plain(*b"moof", |b| {
        b.full(*b"mfhd", 0, 0, |b| b.u32(chunk.sequence));
        b.plain(*b"traf", |b| {
            b.full(*b"tfhd", 0, TFHD_FLAGS, |b| {
                b.u32(TRACK_ID);
                b.u32(
                    samples
                        .first()
                        .map_or(0, |sample| duration(sample, timescale)),
                );
                b.u32(samples.first().map_or(SAMPLE_DELTA, flags));
            });
            b.full(*b"tfdt", 1, 0, |b| {
                b.u64(u64::try_from(to_ticks(chunk.base, timescale)).unwrap_or(0));
            });
            // Version 1: composition offsets are signed.
            b.full(*b"trun", 1, TRUN_DATA_OFFSET | fields, |b| {
                b.u32(u32::try_from(samples.len()).unwrap_or(0));
                b.u32(u32::try_from(moof + MDAT_HEAD_BYTES).unwrap_or(0));
                for sample in samples {
                    entry(b, sample, fields, timescale);
                }
            });
        });
    });
    debug_assert_eq!(boxes.len(), moof, "the moof is as long as was computed");
    boxes.plain(*b"mdat", |b| {
        for sample in samples {
            b.bytes(&sample.data);
        }
    });
    Bytes::from(boxes.into_vec())
}

/// The fields that must stand at each sample, because the defaults don't fit all.
fn fields(samples: &[Sample], timescale: u32) -> u32 {
    let mut fields = TRUN_SIZE;
    if let Some((first, rest)) = samples.split_first() {
        let usual = duration(first, timescale);
        if rest
            .iter()
            .any(|sample| duration(sample, timescale) != usual)
        {
            fields |= TRUN_DURATION;
        }
        if rest.iter().any(|sample| sample.sync != first.sync) {
            fields |= TRUN_FLAGS;
        }
    }
    if samples.iter().any(|sample| sample.composition != 0) {
        fields |= TRUN_COMPOSITION;
    }
    fields
}

fn entry(b: &mut Boxes, sample: &Sample, fields: u32, timescale: u32) {
    if fields & TRUN_DURATION != 0 {
        b.u32(duration(sample, timescale));
    }
    // A frame is limited to some megabytes.
    b.u32(u32::try_from(sample.data.len()).unwrap_or(0));
    if fields & TRUN_FLAGS != 0 {
        b.u32(flags(sample));
    }
    if fields & TRUN_COMPOSITION != 0 {
        // Offsets are limited to some seconds.
        b.i32(i32::try_from(to_ticks(sample.composition, timescale)).unwrap_or(0));
    }
}

/// Ticks of a sample: from its rounded beginning to its rounded end, so that rounding never adds
/// up.
fn duration(sample: &Sample, timescale: u32) -> u32 {
    let end = to_ticks(sample.start.saturating_add(sample.duration), timescale);
    // Pauses are limited to some seconds.
    u32::try_from(end - to_ticks(sample.start, timescale)).unwrap_or(0)
}

fn flags(sample: &Sample) -> u32 {
    if sample.sync {
        SAMPLE_SYNC
    } else {
        SAMPLE_DELTA
    }
}
