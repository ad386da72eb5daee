//! Media.

use super::Node;
use http::{StatusCode, header};
use live_protocol::live::Visibility;

#[tokio::test]
async fn a_segment_is_its_parts() {
    let (node, _publisher) = Node::live(Visibility::Public);
    for (rendition, content_type) in [("video", "video/mp4"), ("audio", "audio/mp4")] {
        let playlist = node.playlist(&format!("{rendition}.m3u8")).await;
        let segment = &playlist.segments[0];
        let mut parts = Vec::new();
        for part in &segment.parts {
            parts.extend(node.get(&part.uri).await.body);
        }
        let whole = node.get(segment.uri.as_deref().unwrap()).await;
        assert_eq!(whole.body, parts);
        assert_eq!(whole.header(header::CONTENT_TYPE), content_type);
        let init = node.get(segment.map.as_deref().unwrap()).await;
        assert_eq!(&init.body[4..8], b"ftyp");
    }
}

#[tokio::test]
async fn a_segment_that_is_being_written_is_not_served_whole() {
    let (node, _publisher) = Node::live(Visibility::Public);
    let playlist = node.playlist("video.m3u8").await;
    let current = playlist.segments.last().unwrap();
    assert!(current.uri.is_none());
    let answer = node.get(&format!("video-{}.m4s", current.msn)).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
