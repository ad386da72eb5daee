//! AV1: `AV1CodecConfigurationRecord` (AV1 in ISOBMFF, 2.3.3) and the sequence header in it (AV1
//! bitstream, 5.5).

use super::{VideoTrack, bits::Bits};
use crate::{HlsError, VideoCodec};
use bytes::{BufMut, Bytes, BytesMut};

const OBU_SEQUENCE_HEADER: u8 = 1;
const OBU_TEMPORAL_DELIMITER: u8 = 2;
/// Bytes of a LEB128 number (AV1 bitstream, 4.10.5).
const LEB128_BYTES_MAX: usize = 8;

pub(super) fn read(record: &Bytes, keyframe: Option<&[u8]>) -> Result<VideoTrack, HlsError> {
    let [marker, profile_level, flags, _, obus @ ..] = &record[..] else {
        return Err(HlsError::record("av1C is cut short"));
    };
    if *marker != 0x81 {
        return Err(HlsError::record("av1C has an unknown version"));
    }
    let (header, record) = if let Some(obu) = find_sequence_header(obus) {
        (obu, record.clone())
    } else {
        let obu = keyframe
            .and_then(find_sequence_header)
            .ok_or(HlsError::record("av1C has no sequence header"))?;
        (obu, complete(record, obu))
    };
    let (width, height) = read_size(header.payload)?;
    let depth = match (flags & 0x40 != 0, flags & 0x20 != 0) {
        (false, _) => 8,
        (true, false) => 10,
        (true, true) => 12,
    };
    let tier = if flags & 0x80 == 0 { 'M' } else { 'H' };
    let (profile, level) = (profile_level >> 5, profile_level & 0x1f);
    Ok(VideoTrack {
        codec: VideoCodec::Av1,
        name: format!("av01.{profile}.{level:02}{tier}.{depth:02}"),
        width,
        height,
        pixel_aspect: (1, 1),
        length_size: 0,
        record,
    })
}

/// Whether the record is in order but for a missing sequence header.
pub(super) fn lacks_header(record: &[u8]) -> bool {
    record.first() == Some(&0x81)
        && record
            .get(4..)
            .is_some_and(|obus| find_sequence_header(obus).is_none())
}

/// Whether the data is OBUs that each have a size and add up, without a temporal delimiter (AV1
/// in ISOBMFF, 2.4).
pub(super) fn are_whole(data: &[u8]) -> bool {
    let mut rest = data;
    while !rest.is_empty() {
        match next_obu(&mut rest) {
            Some(obu) if obu.kind != OBU_TEMPORAL_DELIMITER => {}
            _ => return false,
        }
    }
    !data.is_empty()
}

#[derive(Clone, Copy)]
struct Obu<'a> {
    kind: u8,
    payload: &'a [u8],
    whole: &'a [u8],
}

/// Takes an OBU with a size field off the front.
fn next_obu<'a>(rest: &mut &'a [u8]) -> Option<Obu<'a>> {
    let start = *rest;
    let header = *start.first()?;
    let (extension, has_size) = (header & 4 != 0, header & 2 != 0);
    // The forbidden bit is set, or the end can't be told.
    if header & 0x80 != 0 || !has_size {
        return None;
    }
    let mut tail = start.get(if extension { 2 } else { 1 }..)?;
    let length = usize::try_from(leb128(&mut tail)?).ok()?;
    let (payload, tail) = tail.split_at_checked(length)?;
    let whole = &start[..start.len() - tail.len()];
    *rest = tail;
    Some(Obu {
        kind: header >> 3 & 0xf,
        payload,
        whole,
    })
}

fn leb128(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for index in 0..LEB128_BYTES_MAX {
        let (&byte, tail) = rest.split_first()?;
        *rest = tail;
        value |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn find_sequence_header(mut obus: &[u8]) -> Option<Obu<'_>> {
    while let Some(obu) = next_obu(&mut obus) {
        if obu.kind == OBU_SEQUENCE_HEADER {
            return Some(obu);
        }
    }
    None
}

/// The record's fixed part with the sequence header behind it.
fn complete(record: &Bytes, header: Obu<'_>) -> Bytes {
    let mut completed = BytesMut::with_capacity(4 + header.whole.len());
    completed.put_slice(&record[..4]);
    completed.put_slice(header.whole);
    completed.freeze()
}

/// `max_frame_width` and `max_frame_height` of a sequence header (AV1 bitstream, 5.5.1).
fn read_size(payload: &[u8]) -> Result<(u32, u32), HlsError> {
    let mut bits = Bits::new(payload);
    bits.skip(4)?; // seq_profile, still_picture
    if bits.bit()? {
        bits.skip(5)?; // reduced_still_picture_header: seq_level_idx
    } else {
        skip_operating_points(&mut bits)?;
    }
    let width_bits = bits.read(4)? + 1;
    let height_bits = bits.read(4)? + 1;
    Ok((bits.read(width_bits)? + 1, bits.read(height_bits)? + 1))
}

fn skip_operating_points(bits: &mut Bits<'_>) -> Result<(), HlsError> {
    let mut delay_bits = None;
    if bits.bit()? {
        bits.skip(64)?; // num_units_in_display_tick, time_scale
        if bits.bit()? {
            bits.ue()?; // num_ticks_per_picture_minus_1, a uvlc(), which is coded like ue(v)
        }
        if bits.bit()? {
            delay_bits = Some(bits.read(5)? as usize + 1);
            bits.skip(42)?; // rest of decoder_model_info
        }
    }
    let display_delay = bits.bit()?;
    let points = bits.read(5)? + 1;
    for _ in 0..points {
        bits.skip(12)?; // operating_point_idc
        if bits.read(5)? > 7 {
            bits.skip(1)?; // seq_tier
        }
        if let Some(delay_bits) = delay_bits
            && bits.bit()?
        {
            bits.skip(2 * delay_bits + 1)?;
        }
        if display_delay && bits.bit()? {
            bits.skip(4)?;
        }
    }
    Ok(())
}
