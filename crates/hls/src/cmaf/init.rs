//! The init section (CMAF header): what a decoder needs before the first chunk.

use super::{VIDEO_TIMESCALE, boxes::Boxes};
use crate::{
    AudioCodec, VideoCodec,
    codec::{AudioTrack, VideoTrack},
};
use bytes::Bytes;

const TRACK_ID: u32 = 1;
/// ISO 639-2 "und", five bits a letter.
const LANGUAGE_UNDETERMINED: u16 = 0x55c4;
/// The identity matrix of 14496-12, 8.2.2.
const MATRIX: [u32; 9] = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];
/// `mp4a` is "Audio ISO/IEC 14496-3" (mp4ra.org object types).
const OBJECT_TYPE_AAC: u8 = 0x40;
/// Stream type 5 (audio), upstream 0, reserved 1 (14496-1, 7.2.6.6).
const STREAM_TYPE_AUDIO: u8 = 0x15;

/// The track that an init section describes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TrackKind<'a> {
    /// A video track.
    Video(&'a VideoTrack),
    /// An audio track.
    Audio(&'a AudioTrack),
}

/// Writes the init section of a track.
pub(crate) fn write_init(track: TrackKind<'_>) -> Bytes {
    let mut boxes = Boxes::with_capacity(1_024);
    boxes.plain(*b"ftyp", |b| {
        b.bytes(b"iso6");
        b.u32(0);
        b.bytes(b"iso6cmfcmp41");
    });
    boxes.plain(*b"moov", |b| {
        b.full(*b"mvhd", 0, 0, movie_header);
        b.plain(*b"trak", |b| {
            track_header(b, track);
            b.plain(*b"mdia", |b| media(b, track));
        });
        b.plain(*b"mvex", |b| {
            b.full(*b"trex", 0, 0, |b| {
                b.u32(TRACK_ID);
                b.u32(1); // the one sample description
                b.zeros(12);
            });
        });
    });
    Bytes::from(boxes.into_vec())
}

fn movie_header(b: &mut Boxes) {
    b.zeros(8);
    b.u32(1_000); // timescale
    b.u32(0); // duration: unknown
    b.u32(0x1_0000); // rate 1.0
    b.u16(0x100); // volume 1.0
    b.zeros(10);
    for value in MATRIX {
        b.u32(value);
    }
    b.zeros(24);
    b.u32(TRACK_ID + 1);
}

fn track_header(b: &mut Boxes, track: TrackKind<'_>) {
    let (volume, width, height) = match track {
        TrackKind::Video(video) => {
            let (x, y) = video.pixel_aspect;
            let width = u64::from(video.width) * u64::from(x) / u64::from(y.max(1));
            (0, width, u64::from(video.height))
        }
        TrackKind::Audio(_) => (0x100, 0, 0),
    };
    // Enabled, in the movie, in the preview.
    b.full(*b"tkhd", 0, 7, |b| {
        b.zeros(8);
        b.u32(TRACK_ID);
        b.zeros(16);
        b.u16(0); // layer
        b.u16(u16::from(volume != 0)); // alternate group: audio tracks are alternatives
        b.u16(volume);
        b.zeros(2);
        for value in MATRIX {
            b.u32(value);
        }
        b.u32(fixed_point(width));
        b.u32(fixed_point(height));
    });
}

fn fixed_point(pixels: u64) -> u32 {
    u32::try_from(pixels.min(u64::from(u16::MAX)) << 16).unwrap_or(0)
}

fn media(b: &mut Boxes, track: TrackKind<'_>) {
    let (timescale, handler, name): (u32, &[u8; 4], &[u8]) = match track {
        TrackKind::Video(_) => (VIDEO_TIMESCALE, b"vide", b"Video\0"),
        TrackKind::Audio(audio) => (audio.sample_rate_hz, b"soun", b"Audio\0"),
    };
    b.full(*b"mdhd", 0, 0, |b| {
        b.zeros(8);
        b.u32(timescale);
        b.u32(0);
        b.u16(LANGUAGE_UNDETERMINED);
        b.u16(0);
    });
    b.full(*b"hdlr", 0, 0, |b| {
        b.u32(0);
        b.bytes(handler);
        b.zeros(12);
        b.bytes(name);
    });
    b.plain(*b"minf", |b| {
        match track {
            TrackKind::Video(_) => b.full(*b"vmhd", 0, 1, |b| b.zeros(8)),
            TrackKind::Audio(_) => b.full(*b"smhd", 0, 0, |b| b.zeros(4)),
        }
        b.plain(*b"dinf", |b| {
            b.full(*b"dref", 0, 0, |b| {
                b.u32(1);
                b.full(*b"url ", 0, 1, |_| {}); // in this very file
            });
        });
        b.plain(*b"stbl", |b| sample_tables(b, track));
    });
}

fn sample_tables(b: &mut Boxes, track: TrackKind<'_>) {
    b.full(*b"stsd", 0, 0, |b| {
        b.u32(1);
        match track {
            TrackKind::Video(video) => video_entry(b, video),
            TrackKind::Audio(audio) => audio_entry(b, audio),
        }
    });
    // Empty: the samples are in the chunks.
    b.full(*b"stts", 0, 0, |b| b.u32(0));
    b.full(*b"stsc", 0, 0, |b| b.u32(0));
    b.full(*b"stsz", 0, 0, |b| b.zeros(8));
    b.full(*b"stco", 0, 0, |b| b.u32(0));
}

fn video_entry(b: &mut Boxes, video: &VideoTrack) {
    let (entry, record) = match video.codec {
        VideoCodec::Avc => (*b"avc1", *b"avcC"),
        VideoCodec::Hevc => (*b"hvc1", *b"hvcC"),
        VideoCodec::Av1 => (*b"av01", *b"av1C"),
    };
    b.plain(entry, |b| {
        b.zeros(6);
        b.u16(1); // data reference
        b.zeros(16);
        b.u16(u16::try_from(video.width).unwrap_or(u16::MAX));
        b.u16(u16::try_from(video.height).unwrap_or(u16::MAX));
        b.u32(0x48_0000); // 72 dpi
        b.u32(0x48_0000);
        b.u32(0);
        b.u16(1); // frames a sample
        b.zeros(32); // compressor name
        b.u16(0x18); // colour, no alpha
        b.u16(0xffff);
        b.plain(record, |b| b.bytes(&video.record));
        b.plain(*b"pasp", |b| {
            b.u32(video.pixel_aspect.0);
            b.u32(video.pixel_aspect.1);
        });
    });
}

fn audio_entry(b: &mut Boxes, audio: &AudioTrack) {
    let entry = match audio.codec {
        AudioCodec::Aac => *b"mp4a",
        AudioCodec::Opus => *b"Opus",
    };
    b.plain(entry, |b| {
        b.zeros(6);
        b.u16(1); // data reference
        b.zeros(8);
        // A layout of its own (0) is in the record; readers take the count from there.
        b.u16(u16::from(if audio.channels == 0 {
            2
        } else {
            audio.channels
        }));
        b.u16(16); // bits a sample, by convention
        b.zeros(4);
        // 16.16; rates above 65,535 Hz don't fit, and the record has the true one.
        b.u32(u32::from(u16::try_from(audio.sample_rate_hz).unwrap_or(0)) << 16);
        match audio.codec {
            AudioCodec::Aac => b.full(*b"esds", 0, 0, |b| aac_descriptors(b, &audio.record)),
            AudioCodec::Opus => b.plain(*b"dOps", |b| b.bytes(&audio.record)),
        }
    });
}

/// `ES_Descriptor` and what it holds (14496-1, 7.2.6).
fn aac_descriptors(b: &mut Boxes, config: &[u8]) {
    let specific = config.len();
    let decoder = 13 + DESCRIPTOR_HEAD + specific;
    let stream = 3 + DESCRIPTOR_HEAD + decoder + DESCRIPTOR_HEAD + 1;
    descriptor(b, 3, stream);
    b.u16(0); // ES_ID: none within MP4
    b.u8(0);
    descriptor(b, 4, decoder);
    b.u8(OBJECT_TYPE_AAC);
    b.u8(STREAM_TYPE_AUDIO);
    b.zeros(3); // decoder buffer
    b.u32(0); // most bits a second: unknown
    b.u32(0); // average: unknown
    descriptor(b, 5, specific);
    b.bytes(config);
    descriptor(b, 6, 1);
    b.u8(2); // SL config: predefined for MP4
}

/// Bytes of a descriptor's tag and size.
const DESCRIPTOR_HEAD: usize = 5;

fn descriptor(b: &mut Boxes, tag: u8, len: usize) {
    b.u8(tag);
    // Four bytes of seven bits, all but the last with the continuation bit.
    for shift in [21, 14, 7] {
        b.u8(0x80 | u8::try_from(len >> shift & 0x7f).unwrap_or(0));
    }
    b.u8(u8::try_from(len & 0x7f).unwrap_or(0));
}
