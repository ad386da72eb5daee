//! What encoders' clocks do. The server's clock is moved by the test, where it matters.

use crate::{
    encoder::Encoder,
    footage::{FOOTAGE_MS, between, footage, later, looped, picture, pictures, records},
    node::{Node, Stream},
    player::{Packet, Player, number},
    programs::FRAMES,
};
use live_hls::conformance::MediaPlaylist;
use live_rtmp::flv::FileTag;
use std::time::Duration;

/// Sends it all, and waits until it is packaged.
async fn broadcast(node: &Node, stream: &Stream, tags: &[FileTag]) -> Player {
    let mut encoder = Encoder::publish(node, stream).await;
    encoder.send(tags).await;
    encoder.leave().await;
    node.left(stream, 1).await;
    node.player(stream)
}

fn assert_in_order(packets: &[Packet]) {
    assert!(
        packets.is_sorted_by(|a, b| a.decoded_ms < b.decoded_ms),
        "times go back: {packets:?}"
    );
}

/// Sends the footage, waits until the last key frame has ended a segment, and lets as much time
/// pass.
async fn send_in_its_time(node: &Node, stream: &Stream, encoder: &mut Encoder) -> MediaPlaylist {
    encoder.send(footage().await).await;
    let player = node.player(stream);
    let wanted = |playlist: &MediaPlaylist| {
        let seconds = playlist.segments.iter().map(|segment| {
            let parts = segment.parts.iter().map(|part| part.duration_s).sum();
            segment.duration_s.max(parts)
        });
        seconds.sum::<f64>() > 4.5
    };
    let playlist = player
        .playlist_when("nearly all parts", "video.m3u8", wanted)
        .await;
    node.clock.advance(Duration::from_millis(FOOTAGE_MS.into()));
    playlist
}

#[tokio::test]
async fn time_goes_on_where_the_32_bits_of_timestamps_wrap() {
    let node = Node::start().await;
    let stream = node.stream();
    // Three seconds before the wrap.
    let tags = later(&looped(footage().await, 2), u32::MAX - 3_000);
    let times = || tags.iter().map(|tag| tag.timestamp);
    assert!(times().max() > Some(u32::MAX - 100) && times().min() < Some(100));
    let player = broadcast(&node, &stream, &tags).await;
    let recording = player.record_one("video.m3u8").await;
    assert_eq!(recording.decoded().await.1, 2 * FRAMES);
    let packets = recording.packets().await;
    assert_in_order(&packets);
    let span_ms = packets[packets.len() - 1].decoded_ms - packets[0].decoded_ms;
    assert!((span_ms - 9_967).abs() < 40, "{span_ms}");
    player.record_one("audio.m3u8").await;
    node.stop().await;
}

/// The clock jumps by `by_ms` between two rounds of the footage.
async fn jump(by_ms: u32) {
    let node = Node::with_still_clock().await;
    let stream = node.stream();
    let mut encoder = Encoder::publish(&node, &stream).await;
    let before = send_in_its_time(&node, &stream, &mut encoder).await;
    let frames = between(footage().await, 0..FOOTAGE_MS);
    encoder.send(&later(&frames, by_ms)).await;
    encoder.leave().await;
    node.left(&stream, 1).await;

    let player = node.player(&stream);
    for name in ["video.m3u8", "audio.m3u8"] {
        let after = player.playlist(name).await;
        let breaks = after.segments.iter().filter(|s| s.discontinuities > 0);
        assert_eq!(breaks.count(), 1, "{name}");
        assert_eq!(after.discontinuity_sequence, before.discontinuity_sequence);
        assert_eq!(after.media_sequence, before.media_sequence);
        let dates = after.segments.iter().map(|s| s.date.as_deref().unwrap());
        assert!(dates.is_sorted(), "{name}");
        // The wall clock went on for five seconds, whatever the encoder's did.
        let last = after.segments.last().unwrap().date.as_deref().unwrap();
        let expected = "2026-01-02T03:04:12".."2026-01-02T03:04:16";
        assert!(expected.contains(&last), "{last}");
    }
    let stretches = player.record("video.m3u8").await;
    let mut all = 0;
    for stretch in &stretches {
        all += stretch.decoded().await.1;
        assert_in_order(&stretch.packets().await);
    }
    assert_eq!(all, 2 * FRAMES, "nothing is lost");
    assert!(number(&stretches[0].init) < number(&stretches[1].init));
    let [first, second] = [&stretches[0], &stretches[1]];
    let (first, second) = (first.packets().await, second.packets().await);
    assert!(second[0].decoded_ms > first[first.len() - 1].decoded_ms);
    node.stop().await;
}

#[tokio::test]
async fn a_clock_that_jumps_an_hour_ahead_makes_a_discontinuity_and_loses_nothing() {
    jump(3_600_000).await;
}

#[tokio::test]
async fn a_clock_that_begins_again_makes_a_discontinuity_and_loses_nothing() {
    jump(0).await;
}

#[tokio::test]
async fn what_comes_before_the_first_key_frame_is_not_shown() {
    let node = Node::start().await;
    let stream = node.stream();
    let tags = footage().await;
    let mut sent = records(tags);
    // From the middle of the first group of pictures.
    sent.extend(between(tags, 500..FOOTAGE_MS));
    let player = broadcast(&node, &stream, &sent).await;
    let recording = player.record_one("video.m3u8").await;
    let packets = recording.packets().await;
    assert!(packets[0].key);
    assert_eq!(packets.len(), FRAMES - 30);
    assert_in_order(&packets);
    assert_eq!(recording.decoded().await.1, FRAMES - 30);
    node.stop().await;
}

#[tokio::test]
async fn segments_keep_their_length_where_key_frames_stay_away() {
    let node = Node::start().await;
    let stream = node.stream();
    let tags = looped(footage().await, 4);
    let is_late_key = |tag: &FileTag| {
        picture(tag).is_some_and(|picture| picture.key && picture.decoded_ms >= 5_000)
    };
    // Twelve seconds without one; decoders hold on to the picture before.
    let sent: Vec<_> = tags
        .into_iter()
        .filter(|tag| !is_late_key(tag) || tag.timestamp >= 17_000)
        .collect();
    let player = broadcast(&node, &stream, &sent).await;
    let playlist = player.playlist("video.m3u8").await;
    assert_eq!(playlist.target_duration_s, 2);
    let longest_s = playlist
        .complete()
        .map(|s| s.duration_s)
        .fold(0.0, f64::max);
    assert!(longest_s < 2.5, "{longest_s}");
    let index = player.index().await;
    assert!(!index.contains("INDEPENDENT-SEGMENTS"), "{index}");
    let packets = player.record_one("video.m3u8").await.packets().await;
    assert_eq!(packets.len(), pictures(&sent).len());
    assert_in_order(&packets);
    node.stop().await;
}

#[tokio::test]
async fn sound_begins_alone_where_no_key_frame_comes() {
    let node = Node::start().await;
    let stream = node.stream();
    let mut sent = looped(footage().await, 2);
    sent.retain(|tag| picture(tag).is_none_or(|picture| !picture.key));
    let player = broadcast(&node, &stream, &sent).await;
    let index = player.index().await;
    assert!(!index.contains("video.m3u8"), "{index}");
    player.record_one("audio.m3u8").await;
    node.stop().await;
}
