//! Pictures of what is live.

use crate::{encoder::Encoder, footage::footage, node::Node, programs::run};
use live_protocol::event::BusEvent;
use reqwest::{StatusCode, header};
use tokio::process::Command;

#[tokio::test]
async fn a_picture_of_a_live_stream_appears() {
    let node = Node::with(|config| config.rtmp.thumbnail_interval_s = 60).await;
    let stream = node.stream();
    let path = format!("/media/thumbnails/{}.jpg", stream.id);
    assert_eq!(node.get(&path).await.status(), StatusCode::NOT_FOUND);
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(footage().await).await;
    node.hear("a picture", &stream, 1, |event| {
        matches!(event, BusEvent::ThumbnailReady { .. })
    })
    .await;
    let answer = node.get(&path).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "image/jpeg");
    let file = node.dir.path().join("picture.jpg");
    std::fs::write(&file, answer.bytes().await.unwrap()).unwrap();
    let mut probe = Command::new("ffprobe");
    probe
        .args(["-v", "error", "-of", "csv=p=0"])
        .args(["-show_entries", "stream=codec_name,width,height"])
        .arg(&file);
    assert_eq!(run(&mut probe).await.trim(), "mjpeg,320,180");
    encoder.leave().await;
    node.stop().await;
}
