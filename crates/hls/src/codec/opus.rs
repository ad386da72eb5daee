//! Opus: the identification header (RFC 7845, 5.1), `dOps` (Opus in ISOBMFF, 4.3.2) and the
//! length of a packet (RFC 6716, 3.1).

use super::{AudioTrack, bits::take};
use crate::{AudioCodec, HlsError};
use bytes::{BufMut, Bytes, BytesMut};

const MAGIC: &[u8] = b"OpusHead";
/// Opus in MP4 counts in this rate, whatever the input's was.
const RATE_HZ: u32 = 48_000;
/// Samples of a packet: 120 ms (RFC 6716, 3.2.5).
const PACKET_SAMPLES_MAX: u32 = 5_760;

pub(super) fn read(record: &Bytes) -> Result<AudioTrack, HlsError> {
    let mut rest = record.strip_prefix(MAGIC).unwrap_or(record);
    let head = take(&mut rest, 11)?;
    if head[0] & 0xf0 != 0 {
        return Err(HlsError::record("OpusHead has an unknown version"));
    }
    let (channels, family) = (head[1], head[10]);
    if channels == 0 {
        return Err(HlsError::record("OpusHead has no channels"));
    }
    let mut body = BytesMut::with_capacity(13 + usize::from(channels));
    body.put_u8(0); // version of dOps
    body.put_u8(channels);
    // OpusHead is little-endian, dOps big-endian.
    body.put_u16(u16::from_le_bytes([head[2], head[3]]));
    body.put_u32(u32::from_le_bytes([head[4], head[5], head[6], head[7]]));
    body.put_i16(i16::from_le_bytes([head[8], head[9]]));
    body.put_u8(family);
    if family == 0 {
        if channels > 2 {
            return Err(HlsError::record("OpusHead has too many channels"));
        }
    } else {
        body.put_slice(take(&mut rest, 2 + usize::from(channels))?);
    }
    Ok(AudioTrack {
        codec: AudioCodec::Opus,
        name: "opus".to_owned(),
        sample_rate_hz: RATE_HZ,
        frame_samples: 960,
        channels,
        record: body.freeze(),
    })
}

/// Samples (at 48 kHz) that a packet lasts; `None` if its first bytes make no sense.
pub(crate) fn packet_samples(packet: &[u8]) -> Option<u32> {
    let toc = *packet.first()?;
    let config = u32::from(toc >> 3);
    let frame = match config {
        0..=11 => [480, 960, 1_920, 2_880][config as usize % 4],
        12..=15 => [480, 960][config as usize % 2],
        _ => 120 << (config % 4),
    };
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u32::from(packet.get(1)? & 0x3f),
    };
    let samples = frame * frames;
    (1..=PACKET_SAMPLES_MAX)
        .contains(&samples)
        .then_some(samples)
}
