//! How encoders leave, and what becomes of the stream.

use crate::{encoder::Encoder, footage::footage, logs, node::Node, programs::ffmpeg};
use live_bus::Topic;
use live_protocol::{event::BusEvent, live::EndReason};
use live_rtmp::ClientEvent;
use live_testing::wait_for;
use reqwest::StatusCode;

/// The levels of what was logged about the stream.
fn complaints(id: &str) -> Vec<String> {
    let mut lines = logs::lines_with(id);
    lines.retain(|line| line.contains(" WARN ") || line.contains(" ERROR "));
    lines
}

#[tokio::test]
async fn ffmpeg_leaves_without_a_complaint_in_the_log() {
    let node = Node::start().await;
    let stream = node.stream();
    ffmpeg(&node, &stream, "-c:v libx264 -preset ultrafast -c:a aac").await;
    node.left(&stream, 1).await;
    assert_eq!(complaints(&stream.id.to_string()), Vec::<String>::new());
    node.stop().await;
}

#[tokio::test]
async fn a_publisher_that_resets_the_connection_has_left() {
    let node = Node::start().await;
    let stream = node.stream();
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(footage().await).await;
    let player = node.player(&stream);
    // What a reset finds unread is lost: first all must be there.
    player
        .playlist_when("two segments", "video.m3u8", |playlist| {
            playlist.complete().count() >= 2
        })
        .await;
    encoder.vanish();
    node.left(&stream, 1).await;
    let left = logs::lines_with(&stream.id.to_string());
    assert!(
        left.iter()
            .any(|line| line.contains("the encoder closed the connection")),
        "{left:?}"
    );
    assert_eq!(complaints(&stream.id.to_string()), Vec::<String>::new());
    // The stream waits for it, and what was sent can be watched.
    assert!(!player.playlist("video.m3u8").await.ended);
    node.stop().await;
}

#[tokio::test]
async fn a_publisher_that_falls_silent_has_left_when_the_time_is_over() {
    // Longer than the time between two heartbeats.
    let node = Node::with(|config| config.rtmp.idle_timeout_ms = 2_500).await;
    let stream = node.stream();
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(footage().await).await;
    node.hear("a heartbeat", &stream, 1, |event| {
        matches!(event, BusEvent::Heartbeat { .. })
    })
    .await;
    node.left(&stream, 1).await;
    let why = logs::lines_with(&stream.id.to_string());
    assert!(
        why.iter()
            .any(|line| line.contains("nothing came for too long")),
        "{why:?}"
    );
    assert_eq!(encoder.end().await, None, "there is nobody to tell");
    node.stop().await;
}

#[tokio::test]
async fn a_stream_whose_encoder_stays_away_ends_and_is_gone_later() {
    let node = Node::with(|config| {
        config.rtmp.reconnect_window_s = 1;
        config.hls.ended_keep_s = 1;
    })
    .await;
    let stream = node.stream();
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(footage().await).await;
    encoder.leave().await;
    node.left(&stream, 1).await;
    let player = node.player(&stream);
    node.ended(&stream).await;
    // It may be gone at once on a slow machine, but never without its end.
    let answer = player.ask("video.m3u8").await;
    if answer.status() == StatusCode::OK {
        let text = answer.text().await.unwrap();
        assert!(text.ends_with("#EXT-X-ENDLIST\n"), "{text}");
    }
    for file in ["index.m3u8", "video.m3u8", "audio.m3u8"] {
        wait_for("the playlist to be gone", async || {
            (player.status(file).await == StatusCode::NOT_FOUND).then_some(())
        })
        .await;
    }
    node.stop().await;
}

#[tokio::test]
async fn a_server_that_stops_asks_the_encoder_to_come_back() {
    let node = Node::start().await;
    let stream = node.stream();
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(footage().await).await;
    let told = async {
        while let Some(event) = encoder.next_event().await {
            if let ClientEvent::Status { code } = event {
                return Some(code);
            }
        }
        None
    };
    let ((), code) = tokio::join!(node.stop(), told);
    let asked = "NetConnection.Connect.ReconnectRequest";
    assert_eq!(code.as_deref(), Some(asked));
}

#[tokio::test]
async fn a_stream_that_is_ended_by_command_says_so_to_encoder_and_players() {
    let node = Node::start().await;
    let stream = node.stream();
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(footage().await).await;
    let player = node.player(&stream);
    let playlist = player
        .playlist_when("a segment", "video.m3u8", |p| p.complete().count() >= 2)
        .await;
    let hint = playlist.hint.unwrap();
    let command = BusEvent::EndStream {
        stream_id: stream.id,
        reason: EndReason::Streamer,
    };
    node.bus.publish(Topic::Control, command).await.unwrap();
    let end = encoder.end().await.unwrap();
    assert_eq!(end.code, "NetConnection.Connect.Closed");
    node.ended(&stream).await;
    assert!(player.playlist("video.m3u8").await.ended);
    // The last part was the hinted one, or there was none.
    let status = player.status(&hint).await;
    assert!(status == StatusCode::OK || status == StatusCode::NOT_FOUND);
    node.stop().await;
}
