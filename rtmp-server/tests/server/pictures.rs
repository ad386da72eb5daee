//! Pictures of what is live.

use crate::{
    encoder::Encoder,
    footage::{between, footage, larger_footage, records},
    node::{Node, Stream},
    programs::run,
};
use live_bus::Topic;
use live_protocol::{event::BusEvent, live::Visibility};
use live_testing::wait_for;
use reqwest::{StatusCode, header};
use tokio::process::Command;

fn is_picture(event: &BusEvent) -> bool {
    matches!(event, BusEvent::ThumbnailReady { .. })
}

/// Waits for the `count`th picture.
async fn hear_of_picture(node: &Node, stream: &Stream, count: usize) {
    node.hear("a picture", stream, count, is_picture).await;
}

/// What the picture is: format, width and height.
async fn picture(node: &Node, path: &str) -> String {
    let answer = node.get(path).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "image/jpeg");
    let file = node.dir.path().join("picture.jpg");
    std::fs::write(&file, answer.bytes().await.unwrap()).unwrap();
    let mut probe = Command::new("ffprobe");
    probe
        .args(["-v", "error", "-of", "csv=p=0"])
        .args(["-show_entries", "stream=codec_name,width,height"])
        .arg(&file);
    run(&mut probe).await.trim().to_owned()
}

#[tokio::test]
async fn pictures_go_on_while_the_first_segment_in_another_size_is_written() {
    let node = Node::with(|config| config.rtmp.thumbnail_interval_s = 1).await;
    let stream = node.stream();
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(footage().await).await;
    hear_of_picture(&node, &stream, 1).await;
    encoder.leave().await;
    node.left(&stream, 1).await;

    let larger = larger_footage().await;
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(&records(larger)).await;
    encoder.send(&between(larger, 0..1_000)).await;
    let player = node.player(&stream);
    player
        .playlist_when("a part in the new size", "video.m3u8", |playlist| {
            let last = playlist.segments.last().unwrap();
            last.discontinuities > 0 && last.uri.is_none()
        })
        .await;
    let so_far = node
        .events(&stream)
        .iter()
        .filter(|event| is_picture(event))
        .count();
    // One may have been begun before.
    hear_of_picture(&node, &stream, so_far + 2).await;
    let path = format!("/media/thumbnails/{}.jpg", stream.id);
    // Of the last segment that is complete.
    assert_eq!(picture(&node, &path).await, "mjpeg,320,180");
    encoder.leave().await;
    node.stop().await;
}

#[tokio::test]
async fn a_picture_of_a_live_stream_appears() {
    let node = Node::with(|config| config.rtmp.thumbnail_interval_s = 60).await;
    let stream = node.stream();
    let path = format!("/media/thumbnails/{}.jpg", stream.id);
    assert_eq!(node.get(&path).await.status(), StatusCode::NOT_FOUND);
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(footage().await).await;
    hear_of_picture(&node, &stream, 1).await;
    assert_eq!(picture(&node, &path).await, "mjpeg,320,180");
    encoder.leave().await;
    node.stop().await;
}

#[tokio::test]
async fn a_stream_that_becomes_private_has_no_picture_any_more() {
    let node = Node::with(|config| config.rtmp.thumbnail_interval_s = 1).await;
    let stream = node.stream();
    let path = format!("/media/thumbnails/{}.jpg", stream.id);
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(footage().await).await;
    hear_of_picture(&node, &stream, 1).await;
    let private = BusEvent::SetVisibility {
        stream_id: stream.id,
        visibility: Visibility::Private,
    };
    node.bus.publish(Topic::Control, private).await.unwrap();
    wait_for("the picture to be gone", async || {
        let status = node.get(&path).await.status();
        (status == StatusCode::NOT_FOUND).then_some(())
    })
    .await;
    encoder.leave().await;
    node.stop().await;
}
