//! Encoders that come back, and those that take over.

use crate::{encoder::Encoder, footage::footage, node::Node, player::number, programs::FRAMES};
use live_hls::conformance::{MediaPlaylist, check_update};
use live_protocol::event::BusEvent;
use std::time::Duration;

fn has_segments(count: usize) -> impl Fn(&MediaPlaylist) -> bool {
    move |playlist| playlist.complete().count() >= count
}

#[tokio::test]
async fn an_encoder_that_comes_back_in_time_goes_on_behind_a_discontinuity() {
    let node = Node::with_still_clock().await;
    let stream = node.stream();
    let player = node.player(&stream);
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(footage().await).await;
    player
        .playlist_when("all segments", "video.m3u8", has_segments(2))
        .await;
    encoder.vanish();
    node.left(&stream, 1).await;
    let before = player.playlist("video.m3u8").await;
    // In the middle of the window.
    node.clock.advance(Duration::from_secs(15));

    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(footage().await).await;
    encoder.leave().await;
    node.left(&stream, 2).await;
    let after = player.playlist("video.m3u8").await;
    check_update(&before, &after).unwrap();
    assert_eq!(after.media_sequence, before.media_sequence);
    assert_eq!(after.discontinuity_sequence, before.discontinuity_sequence);
    let news = &after.segments[before.segments.len()..];
    assert_eq!(news[0].discontinuities, 1);
    assert!(news[0].map.is_some(), "an init section of its own");
    assert!(news[1..].iter().all(|segment| segment.discontinuities == 0));
    assert_eq!(news[0].msn, before.segments.last().unwrap().msn + 1);
    let parts: Vec<_> = after
        .segments
        .iter()
        .flat_map(|segment| &segment.parts)
        .collect();
    let numbers: Vec<_> = parts.iter().map(|part| number(&part.uri)).collect();
    assert!(
        numbers.windows(2).all(|pair| pair[1] == pair[0] + 1),
        "{numbers:?}"
    );

    let stretches = player.record("video.m3u8").await;
    assert_eq!(stretches.len(), 2);
    assert_eq!(stretches[1].decoded().await.1, FRAMES);
    let ended = |event: &BusEvent| matches!(event, BusEvent::Unpublished { .. });
    assert!(!node.events(&stream).iter().any(ended));
    node.stop().await;
}

#[tokio::test]
async fn the_end_of_the_window_does_not_end_a_stream_whose_encoder_is_back() {
    let node = Node::with(|config| config.rtmp.reconnect_window_s = 1).await;
    let stream = node.stream();
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(footage().await).await;
    encoder.leave().await;
    node.left(&stream, 1).await;
    let mut encoder = Encoder::publish(&node, &stream).await;
    // A heartbeat comes two seconds later: the window is over.
    node.hear("a heartbeat", &stream, 1, |event| {
        matches!(event, BusEvent::Heartbeat { .. })
    })
    .await;
    encoder.send(footage().await).await;
    encoder.leave().await;
    node.left(&stream, 2).await;
    assert!(!node.player(&stream).playlist("video.m3u8").await.ended);
    node.ended(&stream).await;
    let ended = |event: &&BusEvent| matches!(event, BusEvent::Unpublished { .. });
    assert_eq!(node.events(&stream).iter().filter(ended).count(), 1);
    node.stop().await;
}

#[tokio::test]
async fn the_newest_encoder_with_a_key_wins() {
    let node = Node::with_still_clock().await;
    let stream = node.stream();
    let player = node.player(&stream);
    let mut first = Encoder::publish(&node, &stream).await;
    first.send(footage().await).await;
    player
        .playlist_when("all segments", "video.m3u8", has_segments(2))
        .await;
    node.clock.advance(Duration::from_secs(5));

    let mut second = Encoder::publish(&node, &stream).await;
    let end = first.end().await.unwrap();
    assert_eq!(end.code, "NetConnection.Connect.Closed");
    second.send(footage().await).await;
    second.leave().await;
    node.left(&stream, 1).await;
    let stretches = player.record("video.m3u8").await;
    assert_eq!(stretches.len(), 2);
    assert_eq!(stretches[1].decoded().await.1, FRAMES);
    // Only the second one's leaving is told.
    let interrupted = |event: &&BusEvent| matches!(event, BusEvent::Interrupted { .. });
    assert_eq!(node.events(&stream).iter().filter(interrupted).count(), 1);
    node.stop().await;
}
