//! Private streams.

use super::{Answer, KEY, Node};
use http::{Method, StatusCode, header};
use jsonwebtoken::{EncodingKey, Header};
use live_hls::conformance;
use live_protocol::{ErrorCode, live::Visibility};

fn token(key: &str, sub: &str, kind: &str, exp: i64) -> String {
    let claims = serde_json::json!({ "sub": sub, "kind": kind, "exp": exp });
    let key = EncodingKey::from_secret(key.as_bytes());
    jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap()
}

fn good(node: &Node) -> String {
    let exp = node.clock.now().as_ms() / 1_000 + 60;
    token(KEY, &node.id.to_string(), "playback", exp)
}

#[tokio::test]
async fn a_token_in_the_query_is_carried_on_to_everything() {
    let (node, _publisher) = Node::live(Visibility::Private);
    let token = good(&node);
    let index = node.get(&format!("index.m3u8?token={token}")).await;
    assert_eq!(index.header(header::CACHE_CONTROL), "private, max-age=2");
    for uri in conformance::check_multivariant(index.text()).unwrap() {
        let playlist = node.playlist(&uri).await;
        assert!(playlist.hint.as_deref().unwrap().ends_with(&token));
        assert!(
            playlist
                .reports
                .iter()
                .all(|report| report.uri.ends_with(&token))
        );
        for uri in playlist.uris() {
            let media = node.get(uri).await;
            assert_eq!(media.status, StatusCode::OK, "{uri}");
            assert!(media.header(header::CACHE_CONTROL).starts_with("private"));
        }
    }
}

#[tokio::test]
async fn a_bearer_gets_uris_without_the_token() {
    let (node, _publisher) = Node::live(Visibility::Private);
    let value = format!("Bearer {}", good(&node));
    let bearer = [(header::AUTHORIZATION, value.as_str())];
    let answer = node.ask(Method::GET, "video.m3u8", &bearer).await;
    let playlist = conformance::check_media(answer.text()).unwrap();
    let uri = playlist.uris().next().unwrap();
    assert!(!uri.contains('?'));
    assert_eq!(
        node.ask(Method::GET, uri, &bearer).await.status,
        StatusCode::OK
    );
    assert_eq!(node.get(uri).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn without_a_good_token_nothing_is_served() {
    let (node, _publisher) = Node::live(Visibility::Private);
    let files = [
        "index.m3u8",
        "video.m3u8",
        "audio-1767323045.m4s",
        "video-init-1767323045.mp4",
    ];
    let (id, now_s) = (node.id.to_string(), node.clock.now().as_ms() / 1_000);
    let wrong = [
        token(
            "another key that is long enough",
            &id,
            "playback",
            now_s + 60,
        ),
        token(
            KEY,
            "018f3f5e-7a3c-7000-8000-000000000002",
            "playback",
            now_s + 60,
        ),
        token(KEY, &id, "room", now_s + 60),
        token(KEY, &id, "playback", now_s),
        "nonsense".to_owned(),
        String::new(),
        "x".repeat(5_000),
    ];
    for file in files {
        let answer: Answer = node.get(file).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::UNAUTHORIZED, ErrorCode::Unauthenticated)
        );
        assert_eq!(answer.header(header::WWW_AUTHENTICATE), "Bearer");
        for token in &wrong {
            let answer = node.get(&format!("{file}?token={token}")).await;
            assert_eq!(
                (answer.status, answer.code()),
                (StatusCode::FORBIDDEN, ErrorCode::PlaybackTokenInvalid),
                "{token}"
            );
        }
    }
}

#[tokio::test]
async fn visibility_can_change_while_it_is_watched() {
    let (node, _publisher) = Node::live(Visibility::Unlisted);
    assert_eq!(node.get("index.m3u8").await.status, StatusCode::OK);
    node.streams.set_visibility(node.id, Visibility::Private);
    assert_eq!(
        node.get("index.m3u8").await.status,
        StatusCode::UNAUTHORIZED
    );
    node.streams.set_visibility(node.id, Visibility::Public);
    let answer = node.get("index.m3u8?token=nonsense").await;
    assert!(
        !answer.text().contains("token"),
        "a public stream needs none"
    );
}
