//! The parts that enhanced audio and video headers share: `ModEx` prefixes, FourCC, tracks.

use super::{take_array, take_bytes, take_u8, take_u24};
use crate::{
    error::TagError,
    limits::{MOD_EX_MAX, TRACKS_MAX},
};
use bytes::{Buf, Bytes};

/// `PacketType.ModEx`, alike for audio and video.
const MOD_EX: u8 = 7;
/// `PacketModExType.TimestampOffsetNano`.
const TIMESTAMP_OFFSET_NANO: u8 = 0;
/// A nanosecond offset stays below a millisecond.
const NANO_OFFSET_MAX: u32 = 999_999;

/// `AvMultitrackType`
const ONE_TRACK: u8 = 0;
const MANY_TRACKS_MANY_CODECS: u8 = 2;

/// The track that most receivers should take ("Track Ordering", `ExVideoTagBody`).
const DEFAULT_TRACK: u8 = 0;

/// A header without its `ModEx` prefixes.
pub(super) struct Prefix {
    pub(super) packet_type: u8,
    pub(super) nano_offset: u32,
}

/// Skips `ModEx` prefixes, of which only the nanosecond offset means something to us.
pub(super) fn take_mod_ex(packet_type: u8, input: &mut Bytes) -> Result<Prefix, TagError> {
    let mut prefix = Prefix {
        packet_type,
        nano_offset: 0,
    };
    for _ in 0..MOD_EX_MAX {
        if prefix.packet_type != MOD_EX {
            return Ok(prefix);
        }
        let mut size = usize::from(take_u8(input)?) + 1;
        if size == 256 {
            size = usize::from(u16::from_be_bytes(take_array(input)?)) + 1;
        }
        let mut data = take_bytes(input, size)?;
        let types = take_u8(input)?;
        if types >> 4 == TIMESTAMP_OFFSET_NANO && data.len() >= 3 {
            prefix.nano_offset = take_u24(&mut data)?.min(NANO_OFFSET_MAX);
        }
        prefix.packet_type = types & 0x0F;
    }
    if prefix.packet_type == MOD_EX {
        Err(TagError::TooMany)
    } else {
        Ok(prefix)
    }
}

/// One track's part of a message.
pub(super) struct Body {
    pub(super) packet_type: u8,
    pub(super) four_cc: [u8; 4],
    pub(super) data: Bytes,
}

/// The body of a message with one track.
pub(super) fn take_body(packet_type: u8, mut input: Bytes) -> Result<Body, TagError> {
    let four_cc = take_array(&mut input)?;
    Ok(Body {
        packet_type,
        four_cc,
        data: input,
    })
}

/// The default track's body of a multitrack message; `None` if it has only other tracks.
pub(super) fn take_default_track(mut input: Bytes) -> Result<Option<Body>, TagError> {
    let types = take_u8(&mut input)?;
    let (multitrack_type, packet_type) = (types >> 4, types & 0x0F);
    let mut four_cc = [0; 4];
    if multitrack_type != MANY_TRACKS_MANY_CODECS {
        four_cc = take_array(&mut input)?;
    }
    for _ in 0..TRACKS_MAX {
        if !input.has_remaining() {
            return Ok(None);
        }
        if multitrack_type == MANY_TRACKS_MANY_CODECS {
            four_cc = take_array(&mut input)?;
        }
        let track = take_u8(&mut input)?;
        let data = if multitrack_type == ONE_TRACK {
            std::mem::take(&mut input)
        } else {
            let size = take_u24(&mut input)?;
            take_bytes(&mut input, size as usize)?
        };
        if track == DEFAULT_TRACK {
            return Ok(Some(Body {
                packet_type,
                four_cc,
                data,
            }));
        }
    }
    Err(TagError::TooMany)
}
