//! H.264: `AVCDecoderConfigurationRecord` (ISO/IEC 14496-15, 5.3.3.1) and the sequence parameter
//! set in it (ITU-T H.264, 7.3.2.1.1).

use super::{
    VideoTrack,
    bits::{Bits, take, take_u16, unescape},
};
use crate::{HlsError, VideoCodec};
use bytes::Bytes;

/// `profile_idc`s whose parameter sets carry chroma format, bit depth and scaling lists.
const HIGH_PROFILES: [u8; 13] = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];
/// `Extended_SAR` (Table E-1).
const ASPECT_EXTENDED: usize = 255;
/// Table E-1: the pixel aspect ratios with a number.
pub(super) const ASPECTS: [(u32, u32); 17] = [
    (1, 1),
    (1, 1),
    (12, 11),
    (10, 11),
    (16, 11),
    (40, 33),
    (24, 11),
    (20, 11),
    (32, 11),
    (80, 33),
    (18, 11),
    (15, 11),
    (64, 33),
    (160, 99),
    (4, 3),
    (3, 2),
    (2, 1),
];

pub(super) fn read(record: &Bytes) -> Result<VideoTrack, HlsError> {
    let mut rest = &record[..];
    let head = take(&mut rest, 6)?;
    if head[0] != 1 {
        return Err(HlsError::record("avcC has an unknown version"));
    }
    let length_size = usize::from(head[4] & 3) + 1;
    if length_size == 3 {
        return Err(HlsError::record("avcC has an impossible length size"));
    }
    let sets = head[5] & 0x1f;
    if sets == 0 {
        return Err(HlsError::record("avcC has no sequence parameter set"));
    }
    let length = usize::from(take_u16(&mut rest)?);
    let sps = read_sps(take(&mut rest, length)?)?;
    for _ in 1..sets {
        let length = usize::from(take_u16(&mut rest)?);
        take(&mut rest, length)?;
    }
    let pictures = take(&mut rest, 1)?[0];
    if pictures == 0 {
        return Err(HlsError::record("avcC has no picture parameter set"));
    }
    for _ in 0..pictures {
        let length = usize::from(take_u16(&mut rest)?);
        take(&mut rest, length)?;
    }
    Ok(VideoTrack {
        codec: VideoCodec::Avc,
        name: format!("avc1.{:02x}{:02x}{:02x}", head[1], head[2], head[3]),
        width: sps.width,
        height: sps.height,
        pixel_aspect: sps.pixel_aspect,
        length_size,
        record: record.clone(),
    })
}

struct Sps {
    width: u32,
    height: u32,
    pixel_aspect: (u32, u32),
}

fn read_sps(nal: &[u8]) -> Result<Sps, HlsError> {
    let payload = unescape(nal);
    let mut bits = Bits::new(&payload);
    let header = bits.read(8)?;
    if header & 0x1f != 7 {
        return Err(HlsError::record("avcC's parameter set is none"));
    }
    let profile = u8::try_from(bits.read(8)?).unwrap_or(0);
    bits.skip(16)?;
    bits.ue()?; // seq_parameter_set_id
    let chroma_format = if HIGH_PROFILES.contains(&profile) {
        skip_high_profile(&mut bits)?
    } else {
        1
    };
    bits.ue()?; // log2_max_frame_num_minus4
    skip_picture_order(&mut bits)?;
    bits.ue()?; // max_num_ref_frames
    bits.skip(1)?; // gaps_in_frame_num_value_allowed_flag
    let width = (bits.ue()?.saturating_add(1)).saturating_mul(16);
    let map_units = bits.ue()?.saturating_add(1);
    let frames_only = u32::from(bits.bit()?);
    let height = map_units.saturating_mul(16 * (2 - frames_only));
    if frames_only == 0 {
        bits.skip(1)?; // mb_adaptive_frame_field_flag
    }
    bits.skip(1)?; // direct_8x8_inference_flag
    let (unit_x, unit_y) = match chroma_format {
        1 => (2, 2),
        2 => (2, 1),
        _ => (1, 1),
    };
    let (crop_x, crop_y) = read_crop(&mut bits, unit_x, unit_y * (2 - frames_only))?;
    let pixel_aspect = if bits.bit()? {
        read_aspect(&mut bits)?
    } else {
        (1, 1)
    };
    Ok(Sps {
        width: width.saturating_sub(crop_x),
        height: height.saturating_sub(crop_y),
        pixel_aspect,
    })
}

/// Returns `chroma_format_idc`.
fn skip_high_profile(bits: &mut Bits<'_>) -> Result<u32, HlsError> {
    let chroma_format = bits.ue()?;
    if chroma_format > 3 {
        return Err(HlsError::record("an unknown chroma format"));
    }
    if chroma_format == 3 {
        bits.skip(1)?; // separate_colour_plane_flag
    }
    bits.ue()?; // bit_depth_luma_minus8
    bits.ue()?; // bit_depth_chroma_minus8
    bits.skip(1)?; // qpprime_y_zero_transform_bypass_flag
    if bits.bit()? {
        let lists = if chroma_format == 3 { 12 } else { 8 };
        for list in 0..lists {
            if bits.bit()? {
                skip_scaling_list(bits, if list < 6 { 16 } else { 64 })?;
            }
        }
    }
    Ok(chroma_format)
}

fn skip_scaling_list(bits: &mut Bits<'_>, size: usize) -> Result<(), HlsError> {
    let mut next = 8_i64;
    for _ in 0..size {
        next = (next + bits.se()?).rem_euclid(256);
        if next == 0 {
            break;
        }
    }
    Ok(())
}

fn skip_picture_order(bits: &mut Bits<'_>) -> Result<(), HlsError> {
    match bits.ue()? {
        0 => {
            bits.ue()?; // log2_max_pic_order_cnt_lsb_minus4
        }
        1 => {
            bits.skip(1)?; // delta_pic_order_always_zero_flag
            bits.se()?;
            bits.se()?;
            let cycle = bits.ue()?;
            if cycle > 255 {
                return Err(HlsError::record("too many reference frames in a cycle"));
            }
            for _ in 0..cycle {
                bits.se()?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Pixels that are cut off the width and the height.
fn read_crop(bits: &mut Bits<'_>, unit_x: u32, unit_y: u32) -> Result<(u32, u32), HlsError> {
    if !bits.bit()? {
        return Ok((0, 0));
    }
    let (left, right) = (bits.ue()?, bits.ue()?);
    let (top, bottom) = (bits.ue()?, bits.ue()?);
    Ok((
        left.saturating_add(right).saturating_mul(unit_x),
        top.saturating_add(bottom).saturating_mul(unit_y),
    ))
}

fn read_aspect(bits: &mut Bits<'_>) -> Result<(u32, u32), HlsError> {
    if !bits.bit()? {
        return Ok((1, 1));
    }
    let number = bits.read(8)? as usize;
    let aspect = if number == ASPECT_EXTENDED {
        (bits.read(16)?, bits.read(16)?)
    } else {
        ASPECTS.get(number).copied().unwrap_or((1, 1))
    };
    Ok(if aspect.0 == 0 || aspect.1 == 0 {
        (1, 1)
    } else {
        aspect
    })
}
