//! AAC: `AudioSpecificConfig` (ISO/IEC 14496-3, 1.6.2.1).

use super::{AudioTrack, bits::Bits};
use crate::{AudioCodec, HlsError};
use bytes::Bytes;

/// Table 1.18: `samplingFrequencyIndex`.
const RATES_HZ: [u32; 13] = [
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350,
];
const RATE_ESCAPE: usize = 15;
/// Samples per second that anything real has.
const RATE_HZ: std::ops::RangeInclusive<u32> = 7_350..=192_000;
const AOT_SBR: u32 = 5;
const AOT_PS: u32 = 29;
/// Objects whose `GASpecificConfig` begins with `frameLengthFlag`.
const AOT_GENERAL: [u32; 6] = [1, 2, 3, 4, 6, 7];
/// Table 1.19: `channelConfiguration`, as far as anyone broadcasts it.
const CHANNELS: [u8; 13] = [0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8];

pub(super) fn read(record: &Bytes) -> Result<AudioTrack, HlsError> {
    let mut bits = Bits::new(record);
    let object = object_type(&mut bits)?;
    let rate = sampling_rate(&mut bits)?;
    let channels = bits.read(4)? as usize;
    let mut core = object;
    if object == AOT_SBR || object == AOT_PS {
        sampling_rate(&mut bits)?;
        core = object_type(&mut bits)?;
    }
    if !AOT_GENERAL.contains(&core) {
        return Err(HlsError::unsupported("this AAC object type is not carried"));
    }
    let short = bits.bit()?;
    if !RATE_HZ.contains(&rate) {
        return Err(HlsError::record("an impossible sampling rate"));
    }
    Ok(AudioTrack {
        codec: AudioCodec::Aac,
        name: format!("mp4a.40.{object}"),
        sample_rate_hz: rate,
        frame_samples: if short { 960 } else { 1_024 },
        channels: *CHANNELS
            .get(channels)
            .ok_or(HlsError::record("an unknown channel configuration"))?,
        record: record.clone(),
    })
}

fn object_type(bits: &mut Bits<'_>) -> Result<u32, HlsError> {
    match bits.read(5)? {
        31 => Ok(32 + bits.read(6)?),
        object => Ok(object),
    }
}

fn sampling_rate(bits: &mut Bits<'_>) -> Result<u32, HlsError> {
    match bits.read(4)? as usize {
        RATE_ESCAPE => bits.read(24),
        index => RATES_HZ
            .get(index)
            .copied()
            .ok_or(HlsError::record("an unknown sampling rate")),
    }
}
