//! H.265: `HEVCDecoderConfigurationRecord` (ISO/IEC 14496-15, 8.3.3.1) and the sequence parameter
//! set in it (ITU-T H.265, 7.3.2.2).

use super::{
    VideoTrack,
    bits::{Bits, take, take_u16, unescape},
};
use crate::{HlsError, VideoCodec};
use bytes::Bytes;
use std::fmt::Write as _;

const SPS_NAL: u8 = 33;

pub(super) fn read(record: &Bytes) -> Result<VideoTrack, HlsError> {
    let mut rest = &record[..];
    let head = take(&mut rest, 23)?;
    if head[0] != 1 {
        return Err(HlsError::record("hvcC has an unknown version"));
    }
    let length_size = usize::from(head[21] & 3) + 1;
    if length_size == 3 {
        return Err(HlsError::record("hvcC has an impossible length size"));
    }
    let mut size = None;
    for _ in 0..head[22] {
        let kind = take(&mut rest, 1)?[0] & 0x3f;
        for _ in 0..take_u16(&mut rest)? {
            let length = usize::from(take_u16(&mut rest)?);
            let nal = take(&mut rest, length)?;
            if kind == SPS_NAL && size.is_none() {
                size = Some(read_sps(nal)?);
            }
        }
    }
    let (width, height) = size.ok_or(HlsError::record("hvcC has no sequence parameter set"))?;
    Ok(VideoTrack {
        codec: VideoCodec::Hevc,
        name: name(head),
        width,
        height,
        pixel_aspect: (1, 1),
        length_size,
        record: record.clone(),
    })
}

/// ISO/IEC 14496-15, Annex E.3. `head` is the record's fixed part.
fn name(head: &[u8]) -> String {
    let space = ["", "A", "B", "C"][usize::from(head[1] >> 6)];
    let tier = if head[1] & 0x20 == 0 { 'L' } else { 'H' };
    let profile = head[1] & 0x1f;
    let compatibility = u32::from_be_bytes([head[2], head[3], head[4], head[5]]).reverse_bits();
    let level = head[12];
    let mut name = format!("hvc1.{space}{profile}.{compatibility:X}.{tier}{level}");
    let constraints = &head[6..12];
    let used = constraints.len()
        - constraints
            .iter()
            .rev()
            .take_while(|&&byte| byte == 0)
            .count();
    for byte in &constraints[..used] {
        // Writing to a String can't fail.
        let _ = write!(name, ".{byte:X}");
    }
    name
}

/// Width and height, cropped to the conformance window.
fn read_sps(nal: &[u8]) -> Result<(u32, u32), HlsError> {
    let payload = unescape(nal);
    let mut bits = Bits::new(&payload);
    bits.skip(16)?; // NAL header
    bits.skip(4)?; // sps_video_parameter_set_id
    let sub_layers = bits.read(3)?;
    bits.skip(1)?; // sps_temporal_id_nesting_flag
    skip_profile_tier_level(&mut bits, sub_layers)?;
    bits.ue()?; // sps_seq_parameter_set_id
    let chroma_format = bits.ue()?;
    if chroma_format > 3 {
        return Err(HlsError::record("an unknown chroma format"));
    }
    if chroma_format == 3 {
        bits.skip(1)?; // separate_colour_plane_flag
    }
    let width = bits.ue()?;
    let height = bits.ue()?;
    if !bits.bit()? {
        return Ok((width, height));
    }
    let (unit_x, unit_y) = match chroma_format {
        1 => (2, 2),
        2 => (2, 1),
        _ => (1, 1),
    };
    let (left, right) = (bits.ue()?, bits.ue()?);
    let (top, bottom) = (bits.ue()?, bits.ue()?);
    Ok((
        width.saturating_sub(left.saturating_add(right).saturating_mul(unit_x)),
        height.saturating_sub(top.saturating_add(bottom).saturating_mul(unit_y)),
    ))
}

/// H.265, 7.3.3, with general profile present.
fn skip_profile_tier_level(bits: &mut Bits<'_>, sub_layers: u32) -> Result<(), HlsError> {
    bits.skip(96)?;
    if sub_layers == 0 {
        return Ok(());
    }
    let mut present = Vec::with_capacity(7);
    for _ in 0..sub_layers {
        present.push((bits.bit()?, bits.bit()?));
    }
    for _ in sub_layers..8 {
        bits.skip(2)?;
    }
    for (profile, level) in present {
        bits.skip(if profile { 88 } else { 0 })?;
        bits.skip(if level { 8 } else { 0 })?;
    }
    Ok(())
}
