use super::*;
use axum::body::Body;
use http_body_util::BodyExt;
use std::fs;

struct Site {
    dir: tempfile::TempDir,
}

impl Site {
    fn built() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("assets")).unwrap();
        for (name, text) in [
            ("index.html", "<page>"),
            ("index.html.br", "brotli page"),
            ("favicon.svg", "<svg/>"),
            ("assets/app_bg-0a1b2c3d.wasm", "wasm"),
            ("assets/app_bg-0a1b2c3d.wasm.br", "brotli wasm"),
        ] {
            fs::write(dir.path().join(name), text).unwrap();
        }
        Self { dir }
    }

    async fn ask(&self, request: http::Request<Body>) -> (http::response::Parts, String) {
        let response = service(self.dir.path()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        (parts, String::from_utf8_lossy(&body).into_owned())
    }

    async fn get(&self, path: &str, encoding: &str) -> (http::response::Parts, String) {
        let request = http::Request::get(path)
            .header("accept-encoding", encoding)
            .body(Body::empty());
        self.ask(request.unwrap()).await
    }
}

#[tokio::test]
async fn pages_of_the_app_are_the_index_and_files_are_files() {
    let site = Site::built();
    for path in ["/", "/watch/some-id", "/index.html"] {
        let (parts, body) = site.get(path, "identity").await;
        assert_eq!(
            (parts.status.as_u16(), body.as_str()),
            (200, "<page>"),
            "{path}"
        );
        assert_eq!(parts.headers["cache-control"], "no-cache");
        assert_eq!(parts.headers["content-type"], "text/html");
    }
    let (parts, body) = site.get("/favicon.svg", "identity").await;
    assert_eq!((parts.status.as_u16(), body.as_str()), (200, "<svg/>"));
}

#[tokio::test]
async fn assets_are_precompressed_and_kept_for_ever() {
    let site = Site::built();
    let (parts, body) = site.get("/assets/app_bg-0a1b2c3d.wasm", "gzip, br").await;
    assert_eq!(body, "brotli wasm");
    assert_eq!(parts.headers["content-encoding"], "br");
    assert_eq!(parts.headers["content-type"], "application/wasm");
    assert!(
        parts.headers["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    assert_eq!(parts.headers["access-control-allow-origin"], "*");
    let (parts, body) = site.get("/deep/page", "br").await;
    assert!(!parts.headers.contains_key("access-control-allow-origin"));
    assert_eq!(body, "brotli page");
    assert_eq!(parts.headers["content-type"], "text/html");
}

#[tokio::test]
async fn what_is_not_there_is_no_page() {
    let site = Site::built();
    for path in [
        "/assets/old-00000000.js",
        "/robots.txt",
        "/api/nothing",
        "/hls/x/index.m3u8",
    ] {
        let (parts, body) = site.get(path, "identity").await;
        assert_eq!(parts.status, 404, "{path}");
        assert!(body.contains("\"not_found\""), "{path}: {body}");
        assert!(
            !parts.headers["cache-control"]
                .to_str()
                .unwrap()
                .contains("max-age")
        );
    }
    let (parts, _) = site.get("/../../etc/passwd", "identity").await;
    assert_ne!(parts.status, 500);
    let post = http::Request::post("/").body(Body::empty()).unwrap();
    assert_eq!(site.ask(post).await.0.status, 405);
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again() {
    let site = Site::built();
    let (parts, _) = site.get("/", "identity").await;
    let modified = parts.headers["last-modified"].clone();
    let request = http::Request::get("/")
        .header("if-modified-since", modified)
        .body(Body::empty());
    assert_eq!(site.ask(request.unwrap()).await.0.status, 304);
}

#[tokio::test]
async fn without_a_web_client_the_page_says_how_to_build_it() {
    let site = Site {
        dir: tempfile::tempdir().unwrap(),
    };
    let (parts, body) = site.get("/", "identity").await;
    assert_eq!(parts.status, 503);
    assert!(body.contains("build-web.sh"), "{body}");
}
