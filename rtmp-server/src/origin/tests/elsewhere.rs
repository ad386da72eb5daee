//! Two nodes: one has the stream, the other is asked.

use super::{super::lease_key, Elsewhere, Node, Publisher};
use http::{Method, StatusCode, header};
use live_bus::Bus;
use live_config::hls::HlsConfig;
use live_hls::conformance;
use live_protocol::{ErrorCode, live::Visibility};
use std::{future::IntoFuture, time::Duration};
use tokio::net::TcpListener;
use tokio_util::{
    sync::{CancellationToken, DropGuard},
    task::TaskTracker,
};

const LEASE: Duration = Duration::from_mins(1);

/// The owner on a real port, and a node beside it.
async fn pair() -> (Node, Kept, Node) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (owner, publisher) = Node::live(Visibility::Public);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let stop = CancellationToken::new();
    let serving = axum::serve(listener, owner.router.clone()).into_future();
    TaskTracker::new().spawn(stop.clone().run_until_cancelled_owned(serving));
    let bus = Bus::in_process(owner.clock.clone());
    bus.seize(&lease_key(owner.id), &url, LEASE).await.unwrap();
    let elsewhere = Elsewhere::new(bus, "http://127.0.0.1:1".into()).unwrap();
    let other = Node::with(HlsConfig::default(), Some(elsewhere));
    (
        owner,
        Kept {
            publisher,
            _serving: stop.drop_guard(),
        },
        other,
    )
}

/// Keeps the encoder and the owner's listener going.
struct Kept {
    publisher: Publisher,
    _serving: DropGuard,
}

#[tokio::test]
async fn any_node_serves_any_stream() {
    let (mut owner, kept, other) = pair().await;
    let index = other.get("index.m3u8").await;
    conformance::check_multivariant(index.text()).unwrap();
    let playlist = other.playlist("video.m3u8").await;
    for uri in playlist.uris() {
        let here = other.get(uri).await;
        let there = owner.get(uri).await;
        assert_eq!((here.status, &here.body), (StatusCode::OK, &there.body));
        for name in [
            header::CONTENT_TYPE,
            header::CONTENT_LENGTH,
            header::CACHE_CONTROL,
        ] {
            assert_eq!(here.header(name.clone()), there.header(name));
        }
    }
    let packed = other
        .ask(
            Method::GET,
            "video.m3u8",
            &[(header::ACCEPT_ENCODING, "gzip")],
        )
        .await;
    assert_eq!(packed.header(header::CONTENT_ENCODING), "gzip");
    assert_eq!(packed.body[..2], [0x1f, 0x8b]);

    // A request that waits, waits there.
    let hint = playlist.hint.unwrap();
    let (part, ()) = tokio::join!(other.get(&hint), async {
        live_testing::wait_for("the request to wait", || async {
            (owner
                .streams
                .get(owner.id)
                .unwrap()
                .waiters
                .available_permits()
                < 10_000)
                .then_some(())
        })
        .await;
        owner.send(&kept.publisher, 320);
    });
    assert_eq!(part.status, StatusCode::OK);
    let missing = other.get("video-1.m4s").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_owner_that_is_gone_is_told_and_asked_for_again() {
    let (_owner, kept, other) = pair().await;
    drop(kept);
    let unknown = other.get("index.m3u8").await;
    assert_eq!(unknown.code(), ErrorCode::Unavailable);
    let nobody = super::ask(
        other.router.clone(),
        Method::GET,
        "/hls/018f3f5e-7a3c-7000-8000-00000000000f/index.m3u8",
        &[],
    );
    assert_eq!(nobody.await.code(), ErrorCode::NotFound);
}

#[tokio::test]
async fn a_request_is_passed_on_once() {
    let (_owner, _kept, other) = pair().await;
    let passed_on = header::HeaderName::from_static("x-live-passed-on");
    let answer = other
        .ask(Method::GET, "index.m3u8", &[(passed_on, "1")])
        .await;
    assert_eq!(answer.code(), ErrorCode::NotFound);
}

#[tokio::test]
async fn a_node_that_was_killed_asks_for_patience_until_the_encoder_is_back() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let url = "http://127.0.0.1:1";
    let clock = live_clock::Clock::system();
    let bus = Bus::in_process(clock);
    let elsewhere = Elsewhere::new(bus.clone(), url.into()).unwrap();
    let mut node = Node::with(HlsConfig::default(), Some(elsewhere));
    // What it left on the bus.
    bus.seize(&lease_key(node.id), url, LEASE).await.unwrap();
    let passed_on = header::HeaderName::from_static("x-live-passed-on");
    for headers in [&[][..], &[(passed_on, "1")]] {
        for file in ["index.m3u8", "video-part-1767323045001.m4s"] {
            let answer = node.ask(Method::GET, file, headers).await;
            assert_eq!(answer.code(), ErrorCode::Unavailable, "{file}");
            assert_eq!(answer.header(header::RETRY_AFTER), "1");
        }
    }
    let publisher = node.publish(Visibility::Public);
    node.send(&publisher, 5_000);
    assert_eq!(node.get("index.m3u8").await.status, StatusCode::OK);
}
