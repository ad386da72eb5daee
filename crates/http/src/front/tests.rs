use super::*;
use crate::Json;
use axum::{
    body::Body,
    routing::{get, post},
};
use http::Request;
use http_body_util::BodyExt;
use tower::ServiceExt;

fn app(config: &Config) -> Router {
    let api = Router::new()
        .route(
            "/api/echo",
            post(|Json(value): Json<serde_json::Value>| async { Json(value) }),
        )
        .route("/api/panic", get(panics))
        .route("/api/slow", get(std::future::pending::<()>));
    let router = api_layers(api, config).fallback(problem::not_found);
    Front::new(&config.http).unwrap().wrap(router)
}

async fn panics() -> &'static str {
    panic!("secret of the house")
}

fn config() -> Config {
    let mut config = Config::default();
    config.limits.body_bytes_max = 64;
    config.http.allowed_origins = vec!["https://app.example.com".into()];
    config
}

async fn ask(request: Request<Body>) -> (http::response::Parts, live_protocol::Problem) {
    let (parts, body) = app(&config()).oneshot(request).await.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let problem = serde_json::from_slice(&body)
        .unwrap_or_else(|_| panic!("{parts:?} {}", String::from_utf8_lossy(&body)));
    (parts, problem)
}

fn get_request(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn every_refusal_is_a_problem_with_the_id_of_its_request() {
    let big = Request::post("/api/echo")
        .header("content-type", "application/json")
        .body(Body::from(format!("\"{}\"", "x".repeat(100))))
        .unwrap();
    let untyped = Request::post("/api/echo").body(Body::from("{}")).unwrap();
    for (request, code) in [
        (get_request("/nowhere"), ErrorCode::NotFound),
        (get_request("/api/echo"), ErrorCode::MethodNotAllowed),
        (get_request("/api/panic"), ErrorCode::Internal),
        (big, ErrorCode::BodyTooLarge),
        (untyped, ErrorCode::UnsupportedMediaType),
    ] {
        let (parts, problem) = ask(request).await;
        assert_eq!(problem.code, code);
        assert_eq!(parts.status.as_u16(), problem.status);
        assert_eq!(parts.headers["content-type"], "application/problem+json");
        let id = parts.headers["x-request-id"].to_str().unwrap();
        assert_eq!(problem.request_id.as_deref(), Some(id));
        assert_eq!(problem.detail.unwrap_or_default().find("secret"), None);
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_takes_too_long_is_ended() {
    let (_, problem) = ask(get_request("/api/slow")).await;
    assert_eq!(problem.code, ErrorCode::Timeout);
}

#[tokio::test]
async fn a_sane_request_id_is_kept_and_another_replaced() {
    for (given, kept) in [("abc-1", true), ("a b", false)] {
        let mut request = get_request("/nowhere");
        request
            .headers_mut()
            .insert("x-request-id", given.parse().unwrap());
        let (parts, _) = ask(request).await;
        assert_eq!(parts.headers["x-request-id"] == given, kept, "{given}");
    }
}

#[tokio::test]
async fn browsers_are_told_what_our_pages_never_do() {
    let (parts, _) = ask(get_request("/nowhere")).await;
    let policy = parts.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("script-src 'self' 'wasm-unsafe-eval';"),
        "{policy}"
    );
    assert_eq!(parts.headers["x-content-type-options"], "nosniff");
    assert!(parts.headers.contains_key("referrer-policy"));
    assert!(!parts.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn only_allowed_origins_may_call() {
    for (origin, allowed) in [
        ("https://app.example.com", true),
        ("https://evil.example", false),
    ] {
        let preflight = Request::options("/api/echo")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .body(Body::empty())
            .unwrap();
        let response = app(&config()).oneshot(preflight).await.unwrap();
        let answer = response.headers().get("access-control-allow-origin");
        assert_eq!(
            answer.is_some_and(|value| value == origin),
            allowed,
            "{origin}"
        );
    }
}

#[tokio::test]
async fn requests_are_measured_by_route_and_not_by_path() {
    let metrics = live_service::metrics::Metrics::install().unwrap();
    let router = Router::new().route("/things/{id}", get(|| async {}));
    let router = Front::new(&Config::default().http).unwrap().wrap(router);
    router.oneshot(get_request("/things/17")).await.unwrap();
    let text = metrics.render();
    assert!(
        text.contains("route=\"/things/{id}\",status=\"200\""),
        "{text}"
    );
    assert!(!text.contains("/things/17"), "{text}");
}
