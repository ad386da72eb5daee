//! What encoders can send.

use crate::{
    encoder::Encoder,
    footage::{footage, is_audio, is_video, pictures},
    node::{Node, Stream},
    player::Player,
    programs::{FRAMES, SECONDS, current_ffmpeg, ffmpeg, gstreamer},
};

/// Packets of AAC and Opus at 48 kHz in the time that the encoders run.
const AAC_FRAMES: usize = SECONDS * 48_000 / 1_024;
const OPUS_FRAMES: usize = SECONDS * 50;

/// The encoder left: its pictures are all there, of that codec.
async fn all_pictures(player: &Player, codec: &str) {
    let recording = player.record_one("video.m3u8").await;
    assert_eq!(recording.decoded().await, (codec.to_owned(), FRAMES));
    let packets = recording.packets().await;
    assert!(packets[0].key);
    assert!(packets.is_sorted_by(|a, b| a.decoded_ms < b.decoded_ms));
    let keys = packets.iter().filter(|packet| packet.key).count();
    assert_eq!(keys, SECONDS);
    let playlist = player.playlist("video.m3u8").await;
    assert_eq!(playlist.target_duration_s, 2);
}

/// Its sound is all there, but for what an encoder puts before and behind it.
async fn all_sound(player: &Player, codec: &str, frames: usize) {
    let recording = player.record_one("audio.m3u8").await;
    let (name, count) = recording.decoded().await;
    assert_eq!(name, codec);
    assert!(count.abs_diff(frames) <= 5, "{count} of {frames}");
}

async fn watched(node: &Node, stream: &Stream) -> Player {
    node.left(stream, 1).await;
    node.player(stream)
}

#[tokio::test]
async fn ffmpeg_pushes_h264_and_aac() {
    let node = Node::start().await;
    let stream = node.stream();
    let options = "-c:v libx264 -preset veryfast -bf 2 -sc_threshold 0 -c:a aac";
    ffmpeg(&node, &stream, options).await;
    let player = watched(&node, &stream).await;
    let index = player.index().await;
    assert!(
        index.contains("CODECS=\"avc1.64000d,mp4a.40.2\""),
        "{index}"
    );
    assert!(index.contains("RESOLUTION=320x180"), "{index}");
    assert!(index.contains("FRAME-RATE=30.000"), "{index}");
    all_pictures(&player, "h264").await;
    all_sound(&player, "aac", AAC_FRAMES).await;
    node.stop().await;
}

#[tokio::test]
async fn gstreamer_pushes_with_flvmux_and_rtmp2sink() {
    let node = Node::start().await;
    let stream = node.stream();
    gstreamer(&node, &stream, "rtmp2sink").await;
    let player = watched(&node, &stream).await;
    all_pictures(&player, "h264").await;
    all_sound(&player, "aac", AAC_FRAMES).await;
    node.stop().await;
}

#[tokio::test]
async fn ffmpeg_pushes_h265_and_opus_by_enhanced_rtmp() {
    let node = Node::start().await;
    let stream = node.stream();
    let options = "-c:v libx265 -preset ultrafast \
                   -x265-params log-level=error:scenecut=0:open-gop=0 \
                   -c:a libopus -rtmp_enhanced_codecs hvc1,Opus";
    current_ffmpeg(&node, &stream, options).await;
    let player = watched(&node, &stream).await;
    let index = player.index().await;
    assert!(index.contains("CODECS=\"hvc1.1.6.L"), "{index}");
    assert!(index.contains(",opus\""), "{index}");
    all_pictures(&player, "hevc").await;
    all_sound(&player, "opus", OPUS_FRAMES).await;
    node.stop().await;
}

#[tokio::test]
async fn ffmpeg_pushes_av1_by_enhanced_rtmp() {
    let node = Node::start().await;
    let stream = node.stream();
    let options = "-c:v libaom-av1 -cpu-used 8 -usage realtime -c:a aac \
                   -rtmp_enhanced_codecs av01";
    current_ffmpeg(&node, &stream, options).await;
    let player = watched(&node, &stream).await;
    let index = player.index().await;
    assert!(index.contains("CODECS=\"av01.0."), "{index}");
    all_pictures(&player, "av1").await;
    all_sound(&player, "aac", AAC_FRAMES).await;
    node.stop().await;
}

#[tokio::test]
async fn pictures_are_shown_when_the_encoder_said_though_b_frames_change_their_order() {
    let node = Node::start().await;
    let stream = node.stream();
    let tags = footage().await;
    let sent = pictures(tags);
    assert!(sent.iter().any(|picture| picture.offset_ms >= 66));
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(tags).await;
    encoder.leave().await;
    let recording = watched(&node, &stream).await.record_one("video.m3u8").await;
    let got = recording.packets().await;
    assert_eq!(got.len(), sent.len());
    let begun_ms = got[0].decoded_ms - i64::from(sent[0].decoded_ms);
    for (got, sent) in got.iter().zip(&sent) {
        assert_eq!(got.decoded_ms - begun_ms, i64::from(sent.decoded_ms));
        let offset_ms = got.shown_ms - got.decoded_ms;
        assert_eq!((offset_ms, got.key), (i64::from(sent.offset_ms), sent.key));
    }
    node.stop().await;
}

#[tokio::test]
async fn sound_alone_is_a_stream() {
    let node = Node::start().await;
    let stream = node.stream();
    ffmpeg(&node, &stream, "-vn -c:a aac").await;
    let player = watched(&node, &stream).await;
    let index = player.index().await;
    assert!(!index.contains("video.m3u8"), "{index}");
    all_sound(&player, "aac", AAC_FRAMES).await;
    assert_eq!(player.status("video.m3u8").await, 404);
    node.stop().await;
}

#[tokio::test]
async fn pictures_alone_are_a_stream() {
    let node = Node::start().await;
    let stream = node.stream();
    let options = "-an -c:v libx264 -preset ultrafast -sc_threshold 0";
    ffmpeg(&node, &stream, options).await;
    let player = watched(&node, &stream).await;
    let index = player.index().await;
    assert!(!index.contains("audio.m3u8"), "{index}");
    all_pictures(&player, "h264").await;
    assert_eq!(player.status("audio.m3u8").await, 404);
    node.stop().await;
}

#[tokio::test]
async fn a_track_that_ends_does_not_end_the_other() {
    let node = Node::start().await;
    let stream = node.stream();
    let tags = footage().await;
    let mut tags = crate::footage::looped(tags, 2);
    // The pictures end in the middle.
    tags.retain(|tag| is_audio(tag) || is_video(tag) && tag.timestamp < 5_000);
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(&tags).await;
    encoder.leave().await;
    let player = watched(&node, &stream).await;
    let (_, pictures) = player.record_one("video.m3u8").await.decoded().await;
    assert_eq!(pictures, FRAMES);
    all_sound(&player, "aac", 2 * AAC_FRAMES).await;
    node.stop().await;
}
