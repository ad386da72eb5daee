//! Playlists that are there.

use super::{Answer, Node};
use flate2::read::GzDecoder;
use http::{Method, StatusCode, header};
use live_hls::conformance;
use live_protocol::{ErrorCode, live::Visibility};
use std::{io::Read as _, time::Duration};

#[tokio::test]
async fn a_stream_is_played_from_its_multivariant_playlist() {
    let (node, _publisher) = Node::live(Visibility::Public);
    let answer = node.get("index.m3u8").await;
    assert_eq!(
        answer.header(header::CONTENT_TYPE),
        "application/vnd.apple.mpegurl"
    );
    assert_eq!(answer.header(header::CACHE_CONTROL), "public, max-age=2");
    let uris = conformance::check_multivariant(answer.text()).unwrap();
    assert_eq!(uris, ["audio.m3u8", "video.m3u8"]);
    for uri in uris {
        let playlist = node.playlist(&uri).await;
        for uri in playlist.uris() {
            let media = node.get(uri).await;
            assert_eq!(media.status, StatusCode::OK, "{uri}");
            let length: usize = media.header(header::CONTENT_LENGTH).parse().unwrap();
            assert_eq!(media.body.len(), length);
            assert_eq!(
                media.header(header::CACHE_CONTROL),
                "public, max-age=3600, immutable"
            );
        }
    }
}

#[tokio::test]
async fn gzip_is_the_same_playlist_in_fewer_bytes() {
    let (node, _publisher) = Node::live(Visibility::Public);
    let plain = node.get("video.m3u8").await;
    let packed = node
        .ask(
            Method::GET,
            "video.m3u8",
            &[(header::ACCEPT_ENCODING, "gzip, br")],
        )
        .await;
    assert_eq!(packed.header(header::CONTENT_ENCODING), "gzip");
    assert_eq!(packed.header(header::VARY), "accept-encoding");
    assert!(packed.body.len() * 3 < plain.body.len());
    let mut text = String::new();
    GzDecoder::new(&packed.body[..])
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(text, plain.text());
}

#[tokio::test]
async fn many_players_cost_one_rendering() {
    let (mut node, publisher) = Node::live(Visibility::Public);
    let gzip = [(header::ACCEPT_ENCODING, "gzip")];
    let first = node.ask(Method::GET, "video.m3u8", &gzip).await;
    let second = node.ask(Method::GET, "video.m3u8", &gzip).await;
    assert_eq!(
        first.body.as_ptr(),
        second.body.as_ptr(),
        "the same bytes, not equal ones"
    );
    node.send(&publisher, 600);
    let third = node.ask(Method::GET, "video.m3u8", &gzip).await;
    assert_ne!(third.body, first.body, "a new version");
}

#[tokio::test]
async fn a_delta_update_is_sent_to_who_asks() {
    let mut node = Node::new();
    let publisher = node.publish(Visibility::Public);
    node.send(&publisher, 26_000);
    let full = node.playlist("video.m3u8").await;
    let delta = node.playlist("video.m3u8?_HLS_skip=YES").await;
    assert!(full.skipped == 0 && delta.skipped > 0);
    let merged = conformance::apply_delta(&full, &delta).unwrap();
    assert_eq!(merged.len(), full.segments.len());
}

#[tokio::test]
async fn other_origins_may_ask_and_heads_have_no_body() {
    let (node, _publisher) = Node::live(Visibility::Public);
    let origin = [(header::ORIGIN, "https://elsewhere.example")];
    let answer = node.ask(Method::GET, "video.m3u8", &origin).await;
    assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    let preflight = node
        .ask(
            Method::OPTIONS,
            "video.m3u8",
            &[
                (header::ORIGIN, "https://elsewhere.example"),
                (header::ACCESS_CONTROL_REQUEST_METHOD, "GET"),
                (header::ACCESS_CONTROL_REQUEST_HEADERS, "authorization"),
            ],
        )
        .await;
    assert_eq!(preflight.status, StatusCode::OK);
    assert_eq!(
        preflight.header(header::ACCESS_CONTROL_ALLOW_HEADERS),
        "authorization,range"
    );
    let head = node.ask(Method::HEAD, "video.m3u8", &[]).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    let post = node.ask(Method::POST, "video.m3u8", &[]).await;
    assert_eq!(post.code(), ErrorCode::MethodNotAllowed);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let (node, _publisher) = Node::live(Visibility::Public);
    for file in [
        "other.m3u8",
        "nonsense",
        "video-1.m4s",
        "video-part-1.m4s",
        "audio-init-1.mp4",
        "thumb-1.m4s",
    ] {
        let answer = node.get(file).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::NOT_FOUND, ErrorCode::NotFound),
            "{file}"
        );
    }
    for path in [
        "/hls/nonsense/index.m3u8",
        "/hls/018f3f5e-7a3c-7000-8000-00000000000f/index.m3u8",
    ] {
        let answer: Answer = super::ask(node.router.clone(), Method::GET, path, &[]).await;
        assert_eq!(answer.code(), ErrorCode::NotFound, "{path}");
    }
}

#[tokio::test]
async fn an_ended_stream_stays_for_a_while() {
    let (node, publisher) = Node::live(Visibility::Public);
    node.streams.finish(node.id);
    assert!(!publisher.is_current() && !node.streams.is_live(node.id));
    let playlist = node.playlist("video.m3u8").await;
    assert!(playlist.ended);
    let last = playlist.uris().last().unwrap();
    node.clock.advance(Duration::from_secs(59));
    node.streams.sweep();
    assert_eq!(node.get(last).await.status, StatusCode::OK);
    node.clock.advance(Duration::from_secs(1));
    node.streams.sweep();
    assert_eq!(node.get("index.m3u8").await.code(), ErrorCode::NotFound);
}

#[tokio::test]
async fn an_encoder_that_comes_back_goes_on_in_the_same_playlist() {
    let (mut node, first) = Node::live(Visibility::Public);
    let before = node.playlist("video.m3u8").await;
    // The connection broke and nobody has noticed; the encoder is back already.
    node.clock.advance(Duration::from_secs(3));
    node.sent_ms = 0;
    let second = node.publish(Visibility::Public);
    assert!(!first.is_current() && second.is_current());
    node.send(&second, 3_000);
    drop(first);
    let after = node.playlist("video.m3u8").await;
    assert_eq!(after.media_sequence, before.media_sequence);
    let breaks: u64 = after
        .segments
        .iter()
        .map(|segment| segment.discontinuities)
        .sum();
    assert_eq!(breaks, 1);
    assert!(!after.ended && node.streams.is_live(node.id));
}
