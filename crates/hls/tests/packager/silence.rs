//! The silence that fills pauses: every layout of AAC and Opus decodes, and is silent.

use crate::{demux::Input, feed::Feed, ffmpeg, player::Recording};
use bytes::Bytes;
use live_hls::{AudioCodec, AudioConfig, AudioFrame, RenditionId};

/// Ten seconds with one frame a second, so that nearly all of it is filled in.
fn silent(name: &str, codec: AudioCodec, record: &[u8], frame: &[u8]) {
    let mut feed = Feed::new();
    let record = Bytes::copy_from_slice(record);
    feed.push_all([Input::AudioConfig(AudioConfig { codec, record })]);
    let mut recording = Recording::default();
    for n in 0..10 {
        let data = Bytes::copy_from_slice(frame);
        feed.push_all([Input::Audio(AudioFrame {
            pts_ms: n * 1_000,
            data,
        })]);
        if feed.packager.is_ready() {
            recording.update(&feed, RenditionId::Audio);
        }
    }
    feed.finish();
    recording.update(&feed, RenditionId::Audio);
    let [file] = &recording.files()[..] else {
        panic!("one init section was expected");
    };
    let frames = ffmpeg::decode(&format!("silence-{name}.mp4"), file);
    assert!(frames > 400, "{name}: {frames}");
    let loudest_db = ffmpeg::loudest_db(&format!("silence-{name}.mp4"), file);
    assert!(loudest_db < -80.0, "{name}: {loudest_db} dB");
}

#[test]
fn aac_in_every_layout() {
    for channels in [1, 2, 3, 4, 5, 6, 7_u8] {
        // AAC-LC, 48 kHz.
        let record = [0x11, 0x80 | channels << 3];
        let frame = ffmpeg::silent_aac(channels);
        silent(&format!("aac{channels}"), AudioCodec::Aac, &record, &frame);
    }
}

#[test]
fn opus_mono_and_stereo() {
    for channels in [1, 2_u8] {
        let record = [
            &b"OpusHead\x01"[..],
            &[channels, 0x38, 1, 0x80, 0xbb, 0, 0, 0, 0, 0],
        ]
        .concat();
        let toc = if channels == 2 { 0xfc } else { 0xf8 };
        silent(
            &format!("opus{channels}"),
            AudioCodec::Opus,
            &record,
            &[toc, 0xff, 0xfe],
        );
    }
}
