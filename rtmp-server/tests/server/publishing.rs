//! Who may publish, and what encoders and logs are told.

use crate::{
    encoder::{Encoder, Refused},
    footage::footage,
    hook::Reply,
    logs,
    node::{Node, new_stream},
};
use live_protocol::{ErrorCode, live::Visibility};
use live_rtmp::{MessageType, flv::FileTag};
use live_testing::wait_for;
use std::sync::Arc;
use tokio::sync::Semaphore;

async fn refusal(node: &Node, key: &str) -> Refused {
    match Encoder::try_publish(node.rtmp, key).await {
        Err(refused) => refused,
        Ok(_) => panic!("the server took the encoder"),
    }
}

#[tokio::test]
async fn each_refusal_of_the_hook_has_a_code_that_encoders_know() {
    let node = Node::start().await;
    for (code, told) in [
        (ErrorCode::StreamKeyInvalid, "NetStream.Publish.BadName"),
        (ErrorCode::AccountDisabled, "NetStream.Publish.Denied"),
        (ErrorCode::StreamEnded, "NetStream.Publish.Denied"),
        (ErrorCode::Forbidden, "NetStream.Publish.Denied"),
        (ErrorCode::Unavailable, "NetStream.Publish.Failed"),
        (ErrorCode::Internal, "NetStream.Publish.Failed"),
    ] {
        let stream = new_stream();
        node.hook.set(&stream.key, Reply::Refuse(code));
        let refused = refusal(&node, &stream.key).await;
        assert_eq!(refused.code, told, "{code:?}");
        assert!(!refused.description.is_empty());
        let said = format!("refused an encoder code=\"{}\"", code.as_str());
        assert!(!logs::lines_with(&said).is_empty(), "{said}");
    }
    // A key that nobody gave out.
    let refused = refusal(&node, "live_guessed").await;
    assert_eq!(refused.code, "NetStream.Publish.BadName");
    node.stop().await;
}

#[tokio::test]
async fn a_hook_that_answers_nonsense_is_our_fault() {
    let node = Node::start().await;
    let stream = new_stream();
    node.hook.set(&stream.key, Reply::Nonsense);
    let refused = refusal(&node, &stream.key).await;
    assert_eq!(refused.code, "NetStream.Publish.Failed");
    let said = logs::lines_with("the publish hook answered nonsense");
    assert!(said.iter().any(|line| line.contains("502")), "{said:?}");
    node.stop().await;
}

#[tokio::test]
async fn a_hook_that_is_not_there_is_our_fault() {
    let node = Node::with(|config| {
        // A port that nobody listens on: bound, and closed again.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        config.services.api_url = format!("http://{}", listener.local_addr().unwrap());
    })
    .await;
    let refused = refusal(&node, "live_whatever").await;
    assert_eq!(refused.code, "NetStream.Publish.Failed");
    assert!(!logs::lines_with("the publish hook can't be asked").is_empty());
    node.stop().await;
}

#[tokio::test]
async fn an_encoder_waits_for_a_slow_hook() {
    let node = Node::start().await;
    let stream = new_stream();
    let permits = Arc::new(Semaphore::new(0));
    let reply = Reply::Held(Arc::clone(&permits), stream.id);
    node.hook.set(&stream.key, reply);
    let publishing = Encoder::try_publish(node.rtmp, &stream.key);
    let permitting = async {
        wait_for("the hook to be asked", async || {
            (node.hook.asked(&stream.key) > 0).then_some(())
        })
        .await;
        permits.add_permits(1);
    };
    let (encoder, ()) = tokio::join!(publishing, permitting);
    let mut encoder = encoder.unwrap();
    encoder.send(footage().await).await;
    encoder.leave().await;
    node.left(&stream, 1).await;
    assert_eq!(node.hook.asked(&stream.key), 1);
    node.player(&stream).record_one("video.m3u8").await;
    node.stop().await;
}

#[tokio::test]
async fn an_encoder_does_not_wait_for_a_hook_forever() {
    let node = Node::start().await;
    let stream = new_stream();
    let never = Reply::Held(Arc::new(Semaphore::new(0)), stream.id);
    node.hook.set(&stream.key, never);
    let refused = refusal(&node, &stream.key).await;
    assert_eq!(refused.code, "NetStream.Publish.Failed");
    node.stop().await;
}

#[tokio::test]
async fn stream_keys_are_never_logged() {
    let node = Node::start().await;
    let taken = node.stream();
    let (refused, broken) = (new_stream(), new_stream());
    node.hook.set(&broken.key, Reply::Nonsense);
    let mut encoder = Encoder::publish(&node, &taken).await;
    encoder.send(footage().await).await;
    encoder.leave().await;
    node.left(&taken, 1).await;
    refusal(&node, &refused.key).await;
    refusal(&node, &broken.key).await;
    let log = logs::all();
    assert!(log.contains("an encoder publishes") && log.contains("refused an encoder"));
    for key in [&taken.key, &refused.key, &broken.key] {
        assert!(!log.contains(key.as_str()), "{key} is in the log");
    }
    node.stop().await;
}

#[tokio::test]
async fn codecs_that_can_not_be_played_are_refused_with_a_word() {
    let node = Node::start().await;
    for payload in [
        // VP9 by enhanced RTMP; Sorenson; MP3.
        (MessageType::Video, &b"\x90vp09\x01\x00\x00\x00"[..]),
        (MessageType::Video, &[0x12, 0, 0, 0][..]),
        (MessageType::Audio, &[0x2f, 0xff, 0xfb][..]),
    ] {
        let stream = node.stream_for(Visibility::Public);
        let mut encoder = Encoder::publish(&node, &stream).await;
        let tag = FileTag {
            kind: payload.0,
            timestamp: 0,
            payload: bytes::Bytes::from_static(payload.1),
        };
        encoder.send(&[tag]).await;
        let end = encoder.end().await.unwrap();
        assert_eq!(end.code, "NetStream.Publish.Rejected");
        assert!(end.description.contains("H.264"), "{}", end.description);
    }
    node.stop().await;
}

#[tokio::test]
async fn an_encoder_that_sends_more_than_it_may_is_told_so() {
    let node = Node::with(|config| config.rtmp.bitrate_max_bps = 100_000).await;
    let stream = node.stream();
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(footage().await).await;
    let end = encoder.end().await.unwrap();
    assert_eq!(end.code, "NetStream.Publish.Denied");
    assert!(end.description.contains("bitrate"), "{}", end.description);
    node.stop().await;
}

#[tokio::test]
async fn what_is_not_rtmp_is_closed() {
    let node = Node::start().await;
    let answer = reqwest::get(format!("http://{}/", node.rtmp)).await;
    assert!(answer.is_err(), "an answer to HTTP: {answer:?}");
    node.stop().await;
}
