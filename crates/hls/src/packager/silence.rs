//! Silent audio frames, with which pauses are filled: a player that waits for audio stops the
//! picture too.

use crate::{AudioCodec, codec::AudioTrack};
use bytes::Bytes;

/// An Opus packet of 20 ms (CELT, full band) that decodes to silence; the third bit from the
/// right in its first byte says stereo (RFC 6716, 3.1).
const OPUS_SILENCE: [u8; 3] = [0xf8, 0xff, 0xfe];
const OPUS_STEREO: u8 = 0x04;
/// Samples of it.
const OPUS_SILENCE_SAMPLES: u32 = 960;

/// `id_syn_ele` of 14496-3, Table 4.85.
const SINGLE: u32 = 0;
const PAIR: u32 = 1;
const LOW: u32 = 3;
const END: u32 = 7;

/// A frame that decodes to silence, and how many samples it lasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Silence {
    pub(super) data: Bytes,
    pub(super) samples: u32,
}

/// Silence for a track; `None` where its layout is its own.
pub(super) fn silence(track: &AudioTrack) -> Option<Silence> {
    match track.codec {
        AudioCodec::Opus => {
            let mut data = OPUS_SILENCE;
            data[0] |= match track.channels {
                1 => 0,
                2 => OPUS_STEREO,
                _ => return None,
            };
            Some(Silence {
                data: Bytes::copy_from_slice(&data),
                samples: OPUS_SILENCE_SAMPLES,
            })
        }
        AudioCodec::Aac => Some(Silence {
            data: aac_silence(track.channels)?,
            samples: track.frame_samples,
        }),
    }
}

/// A `raw_data_block` (14496-3, 4.4.2.1) whose elements have no spectrum.
fn aac_silence(channels: u8) -> Option<Bytes> {
    let elements: &[u32] = match channels {
        1 => &[SINGLE],
        2 => &[PAIR],
        3 => &[SINGLE, PAIR],
        4 => &[SINGLE, PAIR, SINGLE],
        5 => &[SINGLE, PAIR, PAIR],
        6 => &[SINGLE, PAIR, PAIR, LOW],
        8 => &[SINGLE, PAIR, PAIR, PAIR, LOW],
        _ => return None,
    };
    let mut bits = BitWriter::default();
    for (index, &element) in elements.iter().enumerate() {
        bits.write(element, 3);
        // Elements of a kind are told apart by their tags.
        let before = elements[..index].iter().filter(|&&other| other == element);
        bits.write(u32::try_from(before.count()).unwrap_or(0), 4);
        if element == PAIR {
            bits.write(0, 1); // common_window
            bits.silent_channel();
        }
        bits.silent_channel();
    }
    bits.write(END, 3);
    Some(Bytes::from(bits.bytes))
}

#[derive(Default)]
struct BitWriter {
    bytes: Vec<u8>,
    used: u32,
}

impl BitWriter {
    fn write(&mut self, value: u32, count: u32) {
        for shift in (0..count).rev() {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let bit = u8::from(value >> shift & 1 == 1);
            if let Some(last) = self.bytes.last_mut() {
                *last |= bit << (7 - self.used % 8);
            }
            self.used += 1;
        }
    }

    /// `individual_channel_stream` (14496-3, Table 4.50) of a long window with `max_sfb` 0, so
    /// that no section, scale factor or spectral data follows.
    fn silent_channel(&mut self) {
        self.write(0, 8); // global_gain
        self.write(0, 1 + 2 + 1 + 6 + 1); // ics_info
        self.write(0, 3); // no pulses, no TNS, no gain control
    }
}
