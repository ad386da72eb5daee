//! Any encoder: records, frames at any times, sessions that begin and end. Whatever comes in, each
//! playlist that comes out keeps the draft's rules.
#![no_main]

use libfuzzer_sys::{arbitrary, fuzz_target};
use live_hls::{
    AudioCodec, AudioConfig, AudioFrame, Packager, PackagerConfig, RenditionId, VideoCodec,
    VideoConfig, VideoFrame,
    conformance::{check_media, check_multivariant},
};

/// H.264, 320 by 180, as x264 writes it.
const AVC_RECORD: &[u8] = &[
    0x01, 0x42, 0xc0, 0x0d, 0xff, 0xe1, 0x00, 0x17, 0x67, 0x42, 0xc0, 0x0d, 0xda, 0x05, 0x06, 0x7e,
    0x7c, 0x04, 0x40, 0x00, 0x00, 0x03, 0x00, 0x40, 0x00, 0x00, 0x0f, 0x23, 0xc5, 0x0a, 0xa8, 0x01,
    0x00, 0x04, 0x68, 0xce, 0x0f, 0xc8,
];
/// AAC-LC, 48 kHz, stereo.
const AAC_RECORD: &[u8] = &[0x11, 0x90];

#[derive(Debug, arbitrary::Arbitrary)]
enum Step<'a> {
    Video {
        after_ms: i16,
        offset_ms: i16,
        keyframe: bool,
        bytes: u8,
    },
    Audio {
        after_ms: i16,
        bytes: u8,
    },
    Jump {
        ms: i64,
    },
    VideoData {
        data: &'a [u8],
    },
    VideoRecord {
        codec: u8,
        record: &'a [u8],
    },
    AudioRecord {
        opus: bool,
        record: &'a [u8],
    },
    KnownRecords,
    Begin,
    End,
    Finish,
}

struct Encoder {
    packager: Packager,
    clock_ms: i64,
    video_ms: i64,
    audio_ms: i64,
}

impl Encoder {
    fn video(&mut self, offset_ms: i16, keyframe: bool, data: Vec<u8>) {
        let frame = VideoFrame {
            dts_ms: self.video_ms,
            composition_offset_ms: i32::from(offset_ms),
            keyframe,
            data: data.into(),
        };
        let _ = self.packager.push_video(frame, self.clock_ms);
    }

    fn known_records(&mut self) {
        let video = VideoConfig {
            codec: VideoCodec::Avc,
            record: AVC_RECORD.into(),
        };
        let audio = AudioConfig {
            codec: AudioCodec::Aac,
            record: AAC_RECORD.into(),
        };
        let _ = self.packager.set_video(video, self.clock_ms);
        let _ = self.packager.set_audio(audio, self.clock_ms);
    }

    fn step(&mut self, step: Step<'_>) {
        match step {
            Step::Video {
                after_ms,
                offset_ms,
                keyframe,
                bytes,
            } => {
                self.video_ms = self.video_ms.saturating_add(i64::from(after_ms));
                self.clock_ms += i64::from(after_ms.unsigned_abs());
                // A NAL unit with its length before it.
                let mut data = vec![0, 0, 0, bytes, if keyframe { 0x65 } else { 0x41 }];
                data.resize(4 + usize::from(bytes), 0x5a);
                self.video(offset_ms, keyframe, data);
            }
            Step::Audio { after_ms, bytes } => {
                self.audio_ms = self.audio_ms.saturating_add(i64::from(after_ms));
                let data = vec![0x21; usize::from(bytes)].into();
                let frame = AudioFrame {
                    pts_ms: self.audio_ms,
                    data,
                };
                let _ = self.packager.push_audio(frame, self.clock_ms);
            }
            Step::Jump { ms } => {
                self.video_ms = ms;
                self.audio_ms = ms;
            }
            Step::VideoData { data } => self.video(0, true, data.to_vec()),
            Step::VideoRecord { codec, record } => {
                let codec =
                    [VideoCodec::Avc, VideoCodec::Hevc, VideoCodec::Av1][usize::from(codec % 3)];
                let config = VideoConfig {
                    codec,
                    record: record.to_vec().into(),
                };
                let _ = self.packager.set_video(config, self.clock_ms);
            }
            Step::AudioRecord { opus, record } => {
                let codec = if opus {
                    AudioCodec::Opus
                } else {
                    AudioCodec::Aac
                };
                let config = AudioConfig {
                    codec,
                    record: record.to_vec().into(),
                };
                let _ = self.packager.set_audio(config, self.clock_ms);
            }
            Step::KnownRecords => self.known_records(),
            Step::Begin => {
                let _ = self.packager.begin_session(self.clock_ms);
            }
            Step::End => {
                let _ = self.packager.end_session(self.clock_ms);
            }
            Step::Finish => {
                let _ = self.packager.finish(self.clock_ms);
            }
        }
    }

    fn check(&self) {
        if let Some(text) = self.packager.multivariant_playlist(None) {
            check_multivariant(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        }
        for id in RenditionId::ALL.iter().copied() {
            if let Some(text) = self.packager.media_playlist(id, false, None) {
                check_media(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
            }
        }
    }
}

fuzz_target!(|steps: Vec<Step<'_>>| {
    let clock_ms = 1_700_000_000_000;
    let packager = Packager::new(PackagerConfig::default(), clock_ms).expect("the defaults hold");
    let mut encoder = Encoder {
        packager,
        clock_ms,
        video_ms: 0,
        audio_ms: 0,
    };
    let _ = encoder.packager.begin_session(clock_ms);
    encoder.known_records();
    for step in steps {
        encoder.step(step);
        encoder.check();
    }
});
