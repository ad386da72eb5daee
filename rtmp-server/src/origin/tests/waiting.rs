//! Requests that wait. The runtime's clock stands still unless nothing else can happen, so the
//! times in these tests are exact and none of them sleeps.

use super::{Answer, Node, ask};
use futures::future::join_all;
use http::{Method, StatusCode, header};
use live_config::hls::HlsConfig;
use live_protocol::{ErrorCode, live::Visibility};
use std::time::Duration;
use tokio::{task::JoinHandle, time::Instant};
use tokio_util::task::TaskTracker;

/// Asks in a task of its own, and lets it run until it waits.
async fn begin(node: &Node, file: &str) -> JoinHandle<Answer> {
    let (router, path) = (node.router.clone(), node.path(file));
    let asking =
        TaskTracker::new().spawn(async move { ask(router, Method::GET, &path, &[]).await });
    for _ in 0..8 {
        tokio::task::yield_now().await;
    }
    asking
}

#[tokio::test(start_paused = true)]
async fn a_blocking_request_is_answered_with_the_part() {
    let (mut node, publisher) = Node::live(Visibility::Public);
    let playlist = node.playlist("video.m3u8").await;
    let current = playlist.segments.last().unwrap();
    let (msn, part) = (current.msn, current.parts.len());
    let asking = begin(
        &node,
        &format!("video.m3u8?_HLS_msn={msn}&_HLS_part={part}"),
    )
    .await;
    assert!(!asking.is_finished());
    node.send(&publisher, 40);
    tokio::task::yield_now().await;
    assert!(!asking.is_finished(), "a frame is no part");
    node.send(&publisher, 280);
    let answer = asking.await.unwrap();
    let text = answer.text();
    assert!(text.contains(playlist.hint.as_deref().unwrap()), "{text}");
    assert_eq!(answer.header(header::CACHE_CONTROL), "public, max-age=12");
    let now = node.get("video.m3u8").await;
    assert_eq!(now.header(header::CACHE_CONTROL), "public, max-age=1");
}

#[tokio::test(start_paused = true)]
async fn a_hinted_part_is_answered_when_it_is_complete() {
    let (mut node, publisher) = Node::live(Visibility::Public);
    let hint = node.playlist("video.m3u8").await.hint.unwrap();
    let asking = join_all((0..100).map(|_| begin(&node, &hint))).await;
    assert!(asking.iter().all(|asking| !asking.is_finished()));
    node.send(&publisher, 320);
    for asking in asking {
        let answer = asking.await.unwrap();
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(&answer.body[4..8], b"moof");
    }
}

#[tokio::test(start_paused = true)]
async fn a_hinted_part_that_never_comes_is_gone_with_the_end() {
    let (node, _publisher) = Node::live(Visibility::Public);
    let playlist = node.playlist("audio.m3u8").await;
    let part = begin(&node, &playlist.hint.unwrap()).await;
    let msn = playlist.segments.last().unwrap().msn + 1;
    let next = begin(&node, &format!("audio.m3u8?_HLS_msn={msn}")).await;
    node.streams.finish(node.id);
    // What was pending became a last part, which may be the hinted one.
    assert!(matches!(
        part.await.unwrap().status,
        StatusCode::OK | StatusCode::NOT_FOUND
    ));
    assert!(next.await.unwrap().text().ends_with("#EXT-X-ENDLIST\n"));
}

#[tokio::test(start_paused = true)]
async fn waiting_ends_after_three_target_durations() {
    let (node, _publisher) = Node::live(Visibility::Public);
    let playlist = node.playlist("video.m3u8").await;
    let begun = Instant::now();
    let msn = playlist.segments.last().unwrap().msn;
    let answer = node.get(&format!("video.m3u8?_HLS_msn={msn}")).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable)
    );
    assert_eq!(answer.header(header::RETRY_AFTER), "1");
    assert_eq!(begun.elapsed(), Duration::from_secs(6));
    let answer = node.get(&playlist.hint.unwrap()).await;
    assert_eq!(answer.code(), ErrorCode::Unavailable);
}

#[tokio::test(start_paused = true)]
async fn what_is_far_in_the_future_is_refused_at_once() {
    let (node, _publisher) = Node::live(Visibility::Public);
    let msn = node
        .playlist("video.m3u8")
        .await
        .segments
        .last()
        .unwrap()
        .msn;
    let begun = Instant::now();
    for query in [
        format!("_HLS_msn={}", msn + 2),
        format!("_HLS_msn={msn}&_HLS_part=50"),
        "_HLS_part=1".to_owned(),
        "_HLS_msn=x".to_owned(),
    ] {
        let answer = node.get(&format!("video.m3u8?{query}")).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::BAD_REQUEST, ErrorCode::InvalidRequest),
            "{query}"
        );
    }
    let past = node.get(&format!("video.m3u8?_HLS_msn={}", msn - 1)).await;
    assert_eq!(past.status, StatusCode::OK);
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_begins_is_waited_for() {
    let mut node = Node::new();
    let publisher = node.publish(Visibility::Public);
    let asking = begin(&node, "index.m3u8").await;
    let video = begin(&node, "video.m3u8").await;
    node.send(&publisher, 2_040);
    assert_eq!(asking.await.unwrap().status, StatusCode::OK);
    assert_eq!(video.await.unwrap().status, StatusCode::OK);

    let other = Node::new();
    let _publisher = other.publish(Visibility::Public);
    let begun = Instant::now();
    assert_eq!(other.get("index.m3u8").await.code(), ErrorCode::Unavailable);
    assert_eq!(begun.elapsed(), Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn a_rendition_that_never_comes_is_not_waited_for() {
    let mut node = Node::new();
    let publisher = node.streams.publish(node.id, Visibility::Public).unwrap();
    publisher
        .set_audio(live_hls::AudioConfig {
            codec: live_hls::AudioCodec::Aac,
            record: bytes::Bytes::from_static(&[0x12, 0x10]),
        })
        .unwrap();
    let video = begin(&node, "video.m3u8").await;
    let index = begin(&node, "index.m3u8").await;
    for n in 0..100 {
        let _ = publisher.push_audio(live_hls::AudioFrame {
            pts_ms: n * 23,
            data: bytes::Bytes::from_static(&[0x21, 0x10, 0x04, 0x60, 0x8c, 0x1c]),
        });
    }
    node.sent_ms = 0;
    assert!(index.await.unwrap().text().contains("\naudio.m3u8\n"));
    assert_eq!(video.await.unwrap().code(), ErrorCode::NotFound);
}

#[tokio::test(start_paused = true)]
async fn no_more_wait_than_may() {
    let config = HlsConfig {
        waiters_max: 2,
        ..HlsConfig::default()
    };
    let mut node = Node::with(config, None);
    let publisher = node.publish(Visibility::Public);
    node.send(&publisher, 5_000);
    let hint = node.playlist("video.m3u8").await.hint.unwrap();
    let waiting = [begin(&node, &hint).await, begin(&node, &hint).await];
    let begun = Instant::now();
    assert_eq!(node.get(&hint).await.code(), ErrorCode::Unavailable);
    assert_eq!(begun.elapsed(), Duration::ZERO);
    node.send(&publisher, 320);
    for asking in waiting {
        assert_eq!(asking.await.unwrap().status, StatusCode::OK);
    }
}

#[tokio::test(start_paused = true)]
async fn who_waits_is_sent_away_when_the_process_ends() {
    let (node, _publisher) = Node::live(Visibility::Public);
    let hint = node.playlist("video.m3u8").await.hint.unwrap();
    let asking = begin(&node, &hint).await;
    let begun = Instant::now();
    node.closing.cancel();
    assert_eq!(asking.await.unwrap().code(), ErrorCode::Unavailable);
    assert_eq!(begun.elapsed(), Duration::ZERO);
}
