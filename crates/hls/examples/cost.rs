//! What packaging costs: CPU time of one stream for a minute of 1080p at 6 Mbit/s and AAC, and of
//! a playlist. `cargo run --release -p live-hls --example cost`

use bytes::Bytes;
use live_hls::{
    AudioCodec, AudioConfig, AudioFrame, Packager, PackagerConfig, RenditionId, VideoCodec,
    VideoConfig, VideoFrame,
};
use std::{hint::black_box, time::Instant};

/// `avcC` of x264.
const AVC: &[u8] = &[
    0x01, 0x64, 0x00, 0x1e, 0xff, 0xe1, 0x00, 0x1a, 0x67, 0x64, 0x00, 0x1e, 0xac, 0xd9, 0x40, 0xa0,
    0x2f, 0xf9, 0x70, 0x11, 0x00, 0x00, 0x03, 0x00, 0x01, 0x00, 0x00, 0x03, 0x00, 0x3c, 0x0f, 0x16,
    0x2d, 0x96, 0x01, 0x00, 0x04, 0x68, 0xef, 0x8f, 0xcb, 0xfd, 0xf8, 0xf8, 0x00,
];
const MINUTES: i64 = 10;
const FRAME_BYTES: u32 = 25_000;

fn main() -> Result<(), live_hls::HlsError> {
    let mut packager = Packager::new(PackagerConfig::default(), 1_767_323_045_000)?;
    let _ = packager.begin_session(0);
    let record = Bytes::from_static(AVC);
    let codec = VideoCodec::Avc;
    let _ = packager.set_video(VideoConfig { codec, record }, 0)?;
    let record = Bytes::from_static(&[0x12, 0x10]);
    let codec = AudioCodec::Aac;
    let _ = packager.set_audio(AudioConfig { codec, record }, 0)?;
    let mut picture = (FRAME_BYTES - 4).to_be_bytes().to_vec();
    picture.resize(FRAME_BYTES as usize, 7);
    let sound = Bytes::from(vec![7; 370]);

    let begun = Instant::now();
    let mut sounds = 0;
    for n in 0..MINUTES * 60 * 30 {
        let dts_ms = n * 1_000 / 30;
        // A frame's buffer of its own, as it comes from the network.
        let frame = VideoFrame {
            dts_ms,
            composition_offset_ms: 0,
            keyframe: n % 60 == 0,
            data: Bytes::copy_from_slice(&picture),
        };
        let _ = packager.push_video(frame, dts_ms);
        while sounds * 1_024_000 / 44_100 < dts_ms {
            let frame = AudioFrame {
                pts_ms: sounds * 1_024_000 / 44_100,
                data: sound.clone(),
            };
            let _ = packager.push_audio(frame, dts_ms);
            sounds += 1;
        }
    }
    let a_minute = begun.elapsed() / u32::try_from(MINUTES).unwrap_or(1);
    println!("packaging a minute: {a_minute:?}");

    let begun = Instant::now();
    for _ in 0..1_000 {
        black_box(packager.media_playlist(RenditionId::Video, false, None));
    }
    println!("a playlist: {:?}", begun.elapsed() / 1_000);
    let text = packager
        .media_playlist(RenditionId::Video, false, None)
        .unwrap_or_default();
    println!("its bytes: {}", text.len());
    Ok(())
}
