//! The OpenAPI document: complete, current, and true about who may ask.

use crate::app::{Answer, App};
use live_protocol::ErrorCode;
use reqwest::Method;
use serde_json::Value;
use std::{collections::HashSet, path::Path};

fn document() -> Value {
    serde_json::to_value(live_api::openapi()).unwrap()
}

/// Every operation: method, path, itself.
fn operations(document: &Value) -> Vec<(Method, String, Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if let Ok(method) = method.to_uppercase().parse() {
                found.push((method, path.clone(), operation.clone()));
            }
        }
    }
    found
}

/// Whether an operation always needs an access token.
fn secured(operation: &Value) -> bool {
    operation["security"]
        .as_array()
        .is_some_and(|ways| ways.iter().all(|way| way.get("bearer").is_some()))
}

/// The path with something in place of its parameters.
fn filled(path: &str) -> String {
    let mut filled = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        filled.push_str("018f3f5e-7a3c-7000-8000-000000000001");
        rest = after.split_once('}').unwrap().1;
    }
    filled + rest
}

#[tokio::test]
async fn every_secured_operation_refuses_whoever_is_not_logged_in() {
    let app = App::start(None, |_| {}).await;
    let operations = operations(&document());
    let secured: Vec<_> = operations.iter().filter(|(_, _, it)| secured(it)).collect();
    assert!(
        secured.len() > 15,
        "the document is there: {}",
        secured.len()
    );
    for (method, path, operation) in secured {
        for token in [None, Some("x.y.z")] {
            let mut request = app.request(method.clone(), &filled(path));
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            let answer = Answer::of(request).await;
            assert_eq!(answer.status, 401, "{method} {path}");
            answer.refused(ErrorCode::Unauthenticated);
        }
        let documented = &operation["responses"]["401"];
        assert!(documented.is_object(), "{method} {path} documents its 401");
    }
    app.stop().await;
}

#[test]
fn every_operation_is_named_and_sorted_and_says_what_it_answers() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    let tags: HashSet<_> = document["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| tag["name"].as_str().unwrap())
        .collect();
    let mut names = HashSet::new();
    for (method, path, operation) in operations(&document) {
        let name = operation["operationId"].as_str().unwrap().to_owned();
        assert!(names.insert(name.clone()), "{name} names two operations");
        assert!(operation["summary"].is_string(), "{method} {path}");
        let tag = operation["tags"][0].as_str().unwrap();
        assert!(tags.contains(tag), "{tag} of {method} {path} is described");
        let responses = operation["responses"].as_object().unwrap();
        assert!(
            responses.keys().any(|status| status.starts_with('2')),
            "{name}"
        );
        for status in ["429", "500", "503", "504"] {
            assert!(responses.contains_key(status), "{name} {status}");
        }
        for parameter in path.split('{').skip(1) {
            let parameter = parameter.split('}').next().unwrap();
            let described = operation["parameters"].as_array().unwrap().iter();
            let mut described = described.filter(|one| one["in"] == "path");
            assert!(
                described.any(|one| one["name"] == parameter),
                "{name} {parameter}"
            );
        }
    }
}

#[test]
fn what_is_committed_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json");
    let mut now = serde_json::to_string_pretty(&live_api::openapi()).unwrap();
    now.push('\n');
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == now,
        "docs/openapi.json is old: UPDATE_OPENAPI=1 cargo test -p live-api --test api document"
    );
}

#[tokio::test]
async fn the_document_and_its_pages_are_served_and_load_nothing_from_elsewhere() {
    let app = App::start(None, |_| {}).await;
    let served = Answer::of(app.request(Method::GET, "/api/openapi.json")).await;
    assert_eq!(served.json::<Value>(200), document());
    for path in [
        "/api/docs",
        "/api/docs/errors",
        "/api/docs/docs.js",
        "/api/docs/docs.css",
    ] {
        let page = Answer::of(app.request(Method::GET, path)).await;
        assert_eq!(page.status, 200, "{path}");
        let text = String::from_utf8(page.body.to_vec()).unwrap();
        assert!(
            !text.contains("//cdn") && !text.contains("https://"),
            "{path}"
        );
        if path == "/api/docs/errors" {
            for code in ErrorCode::ALL {
                assert!(text.contains(&format!("id=\"{code}\"")), "{code}");
            }
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn what_is_not_there_and_what_is_not_meant_is_a_problem() {
    let app = App::start(None, |_| {}).await;
    let nothing = Answer::of(app.request(Method::GET, "/api/nothing")).await;
    nothing.refused(ErrorCode::NotFound);
    let wrong = Answer::of(app.request(Method::DELETE, "/api/auth/login")).await;
    wrong.refused(ErrorCode::MethodNotAllowed);
    let text = app.request(Method::POST, "/api/auth/login").body("{}");
    Answer::of(text)
        .await
        .refused(ErrorCode::UnsupportedMediaType);
    let large = serde_json::json!({ "login": "x".repeat(70_000), "password": "x" });
    app.post("/api/auth/login", large)
        .await
        .refused(ErrorCode::BodyTooLarge);
    app.stop().await;
}

#[tokio::test]
async fn too_many_tries_are_refused_for_a_while() {
    let few = |config: &mut live_config::Config| {
        config.limits.auth_burst = 3;
        config.limits.auth_per_minute = 1;
    };
    let app = App::start(None, few).await;
    for _ in 0..3 {
        app.login("nobody", "some password")
            .await
            .refused(ErrorCode::BadCredentials);
    }
    let problem = app.login("nobody", "some password").await;
    assert!(problem.headers.contains_key("retry-after"));
    let problem = problem.refused(ErrorCode::RateLimited);
    assert!(problem.retry_after_s.is_some());
    let other = Answer::of(app.request(Method::GET, "/api/docs")).await;
    assert_eq!(other.status, 200, "the rest goes on");
    app.stop().await;
}

#[tokio::test]
async fn the_hooks_are_there_only_for_our_own_services() {
    let app = App::start(None, |_| {}).await;
    let secret = app.domain.secrets.internal.reveal().to_owned();
    let ask = |secret: &str, forwarded: Option<&str>| {
        let mut request = app
            .request(Method::POST, live_protocol::hooks::PUBLISH_PATH)
            .header(live_protocol::hooks::SECRET_HEADER, secret)
            .json(&serde_json::json!({
                "stream_key": "nobody's", "peer": "127.0.0.1", "app": "live", "node": "test"
            }));
        if let Some(name) = forwarded {
            request = request.header(name, "203.0.113.9");
        }
        Answer::of(request)
    };
    ask(&secret, None)
        .await
        .refused(ErrorCode::StreamKeyInvalid);
    ask("wrong", None).await.refused(ErrorCode::NotFound);
    ask(&secret[..63], None).await.refused(ErrorCode::NotFound);
    for header in ["x-forwarded-for", "forwarded", "x-real-ip", "via"] {
        ask(&secret, Some(header))
            .await
            .refused(ErrorCode::NotFound);
    }
    app.stop().await;
}
