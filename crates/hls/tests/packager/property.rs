//! Whatever comes in, what comes out keeps the rules.

use crate::{
    chunk,
    demux::Input,
    encoder::{AAC_44, AAC_48, AVC_360, AVC_720, audio_config, picture, sound, video_config},
    feed::Feed,
};
use bytes::Bytes;
use live_hls::{
    AudioCodec, AudioConfig, AudioFrame, Packager, PackagerConfig, RenditionId, Resource,
    VideoCodec, VideoConfig, VideoFrame, read_audio_record, read_video_record,
};
use proptest::prelude::*;
use std::collections::HashMap;

/// What an encoder does next.
#[derive(Debug, Clone)]
enum Act {
    /// Sends so many pictures with such gaps, a key frame every few, and sound beside them.
    Send {
        frames: u16,
        gap_ms: i64,
        gop: u16,
        with_video: bool,
        with_audio: bool,
    },
    /// Sends one picture whose time is this far from where it should be.
    Picture {
        off_ms: i64,
        keyframe: bool,
    },
    /// Sends one sound, likewise.
    Sound {
        off_ms: i64,
    },
    /// Its clock jumps.
    Jump {
        by_ms: i64,
    },
    /// The wall clock goes on without it.
    Wait {
        ms: i64,
    },
    /// Changes its codec record.
    Video(bool),
    Audio(bool),
    /// Leaves, and comes back after a time.
    Reconnect {
        after_ms: i64,
    },
}

fn act() -> impl Strategy<Value = Act> {
    let send = (
        1..150_u16,
        1..250_i64,
        1..120_u16,
        prop::bool::weighted(0.9),
        any::<bool>(),
    );
    let off = prop_oneof![-50..50_i64, -20_000..20_000_i64];
    prop_oneof![
        6 => send.prop_map(|(frames, gap_ms, gop, with_video, with_audio)| Act::Send {
            frames, gap_ms, gop, with_video, with_audio
        }),
        2 => (off.clone(), any::<bool>()).prop_map(|(off_ms, keyframe)| Act::Picture { off_ms, keyframe }),
        2 => off.prop_map(|off_ms| Act::Sound { off_ms }),
        1 => (-100_000..100_000_i64).prop_map(|by_ms| Act::Jump { by_ms }),
        1 => (0..20_000_i64).prop_map(|ms| Act::Wait { ms }),
        1 => any::<bool>().prop_map(Act::Video),
        1 => any::<bool>().prop_map(Act::Audio),
        1 => (0..40_000_i64).prop_map(|after_ms| Act::Reconnect { after_ms }),
    ]
}

struct Encoder {
    feed: Feed,
    /// Its clock, and how far that is from the wall's.
    clock_ms: i64,
    sound_ms: i64,
    count: u16,
    chunks: HashMap<String, (u64, u64)>,
}

impl Encoder {
    fn new() -> Self {
        let mut encoder = Self {
            feed: Feed::new(),
            clock_ms: 0,
            sound_ms: 0,
            count: 0,
            chunks: HashMap::new(),
        };
        encoder.act(Act::Video(true));
        encoder.act(Act::Audio(true));
        encoder
    }

    fn push(&mut self, input: Input) {
        let _ = self.feed.push(input, self.feed.now_ms);
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Send {
                frames,
                gap_ms,
                gop,
                with_video,
                with_audio,
            } => {
                for n in 0..frames {
                    if with_video {
                        self.push(picture(self.clock_ms, n % gop == 0, 9));
                    }
                    while self.sound_ms <= self.clock_ms {
                        if with_audio {
                            self.push(sound(self.sound_ms));
                        }
                        self.count += 1;
                        self.sound_ms += if self.count.is_multiple_of(9) { 24 } else { 23 };
                    }
                    self.clock_ms += gap_ms;
                    self.feed.now_ms += gap_ms;
                }
            }
            Act::Picture { off_ms, keyframe } => {
                self.push(picture(self.clock_ms + off_ms, keyframe, 9));
            }
            Act::Sound { off_ms } => self.push(sound(self.sound_ms + off_ms)),
            Act::Jump { by_ms } => {
                self.clock_ms += by_ms;
                self.sound_ms += by_ms;
            }
            Act::Wait { ms } => self.feed.now_ms += ms,
            Act::Video(first) => self.push(video_config(if first { AVC_360 } else { AVC_720 })),
            Act::Audio(first) => self.push(audio_config(if first { AAC_44 } else { AAC_48 })),
            Act::Reconnect { after_ms } => {
                self.feed.end_session();
                self.feed.begin_session(self.feed.now_ms + after_ms);
                self.act(Act::Video(true));
                self.act(Act::Audio(true));
            }
        }
        self.check_times();
    }

    /// The times in the chunks never run backwards, and each chunk is laid behind the last one.
    fn check_times(&mut self) {
        for id in self.feed.packager.renditions() {
            let mut map = String::new();
            let mut last = 0;
            for segment in &self.feed.playlist(id).segments {
                if let Some(new) = &segment.map {
                    map.clone_from(new);
                    last = 0;
                }
                for part in &segment.parts {
                    let Resource::Ready(media) = self.feed.packager.resource(&part.uri) else {
                        panic!("{}", part.uri);
                    };
                    let chunk = chunk::read(&media.chunks[0]);
                    assert!(
                        chunk.start >= last,
                        "{} begins at {} after {last}",
                        part.uri,
                        chunk.start
                    );
                    // A part without samples has only a nominal place.
                    if !chunk.durations.is_empty() {
                        last = chunk.end();
                    }
                    let known = self
                        .chunks
                        .insert(part.uri.clone(), (chunk.start, chunk.end()));
                    assert!(known.is_none_or(|known| known == (chunk.start, chunk.end())));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, ..ProptestConfig::default() })]

    /// `Feed` checks every playlist after every frame.
    #[test]
    fn playlists_keep_the_rules(acts in prop::collection::vec(act(), 1..24)) {
        let mut encoder = Encoder::new();
        for act in acts {
            encoder.act(act);
        }
        encoder.feed.finish();
        for id in encoder.feed.packager.renditions() {
            prop_assert!(encoder.feed.playlist(id).ended);
        }
    }

    /// The widest ranges of all numbers, and data that is none.
    #[test]
    fn nothing_panics(
        frames in prop::collection::vec(
            (any::<i64>(), any::<i32>(), any::<bool>(), any::<bool>(), prop::collection::vec(any::<u8>(), 0..12)),
            0..60,
        ),
        wall in prop::collection::vec(any::<i64>(), 1..8),
    ) {
        let mut packager = Packager::new(PackagerConfig::default(), wall[0]).unwrap();
        let _ = packager.begin_session(wall[0]);
        for (config, wall) in [(AVC_360, wall[0]), (AVC_720, wall[wall.len() - 1])] {
            let record = Bytes::from_static(config);
            let _ = packager.set_video(VideoConfig { codec: VideoCodec::Avc, record }, wall).unwrap();
        }
        let record = Bytes::from_static(AAC_44);
        let _ = packager.set_audio(AudioConfig { codec: AudioCodec::Aac, record }, wall[0]).unwrap();
        for (n, (time_ms, offset, video, keyframe, data)) in frames.into_iter().enumerate() {
            let now_ms = wall[n % wall.len()];
            let data = if data.len() > 6 { vec![0, 0, 0, 1, 0x65] } else { data };
            let _ = if video {
                packager.push_video(VideoFrame {
                    dts_ms: time_ms, composition_offset_ms: offset % 6_000, keyframe, data: Bytes::from(data),
                }, now_ms)
            } else {
                packager.push_audio(AudioFrame { pts_ms: time_ms, data: Bytes::from(data) }, now_ms)
            };
            for id in [RenditionId::Video, RenditionId::Audio] {
                let _ = packager.media_playlist(id, n % 2 == 0, Some("token=a"));
                let _ = packager.readiness(id, now_ms.unsigned_abs(), Some(u32::MAX));
            }
        }
        let _ = packager.finish(wall[0]);
        let _ = packager.multivariant_playlist(None);
    }

    #[test]
    fn records_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..80), lead in 0..4_usize) {
        let mut record = [vec![], vec![1], vec![0x81], b"OpusHead".to_vec()][lead].clone();
        record.extend(bytes);
        let record = Bytes::from(record);
        for codec in [VideoCodec::Avc, VideoCodec::Hevc, VideoCodec::Av1] {
            let _ = read_video_record(&VideoConfig { codec, record: record.clone() }, Some(&record));
        }
        for codec in [AudioCodec::Aac, AudioCodec::Opus] {
            let _ = read_audio_record(&AudioConfig { codec, record: record.clone() });
        }
    }

    /// A real record with bytes changed reaches deeper.
    #[test]
    fn damaged_records_never_panic(at in 0..AVC_360.len(), value in any::<u8>(), cut in 0..AVC_360.len()) {
        let mut record = AVC_360.to_vec();
        record[at] = value;
        record.truncate(AVC_360.len() - cut);
        let record = Bytes::from(record);
        let _ = read_video_record(&VideoConfig { codec: VideoCodec::Avc, record }, None);
    }
}
