//! The web client's files. Everything below `/assets/` has a hash in its name and never changes;
//! the rest is asked for again each time (and answered 304 if it did not change). Paths that are
//! no file are pages of the app, which `index.html` draws.

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::{Html, IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use live_http::problem;
use std::path::{Path, PathBuf};
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

/// `Cache-Control` of files with a hash in their name.
/// The SDK's entry, whose name apps know.
const SDK: &str = "/sdk.js";
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// `Cache-Control` of everything else.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");
/// Paths that belong to services: what is not there is a problem, never a page.
const SERVICE_PATHS: &[&str] = &["/api/", "/internal/", "/hls/", "/socket.io/", "/media/"];

/// What is shown where the web client was not built.
const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Live Engine</title>\
    <p>The engine runs, but its web client is not built. Run <code>installer/build-web.sh</code>, \
    or set <code>http.web_dir</code> to where it is.";

/// Serves `dir`.
pub(super) fn service(dir: &Path) -> Router {
    let files = ServeDir::new(dir)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false);
    let dir = dir.to_owned();
    Router::new()
        .fallback(move |request: Request| answer(files.clone(), dir.clone(), request))
        .layer(from_fn(headers))
}

async fn answer(files: ServeDir, dir: PathBuf, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if SERVICE_PATHS.iter().any(|prefix| path.starts_with(prefix)) {
        return problem::not_found().await.into_response();
    }
    if !(request.method().is_safe()) {
        return problem::method_not_allowed().await.into_response();
    }
    let page = page_request(&request);
    if path != "/" && path != "/index.html" {
        let Ok(response) = files.oneshot(request).await;
        if response.status() != StatusCode::NOT_FOUND {
            return response.into_response();
        }
        if path.starts_with("/assets/") || has_extension(&path) {
            return problem::not_found().await.into_response();
        }
    }
    index(&dir, page).await
}

/// The same question for `index.html`: conditions and encodings are kept, the path is not.
fn page_request(request: &Request) -> http::Request<()> {
    let mut page = http::Request::new(());
    *page.method_mut() = request.method().clone();
    *page.headers_mut() = request.headers().clone();
    page.headers_mut().remove(header::RANGE);
    page
}

async fn index(dir: &Path, request: http::Request<()>) -> Response {
    let file = ServeFile::new(dir.join("index.html"))
        .precompressed_br()
        .precompressed_gzip();
    let request = request.map(|()| axum::body::Body::empty());
    let Ok(response) = file.oneshot(request).await;
    if response.status() == StatusCode::NOT_FOUND {
        return (StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response();
    }
    response.into_response()
}

/// Whether the last part of the path looks like a file: user names and ids have no dots.
fn has_extension(path: &str) -> bool {
    path.rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'))
}

/// How long it may be kept, and for whom it is: pages of other origins import the SDK, which is
/// `/sdk.js` and what it needs of the assets.
async fn headers(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let immutable = path.starts_with("/assets/");
    let sdk = immutable || path == SDK;
    let mut response = next.run(request).await;
    let good = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    if good {
        let value = if immutable { IMMUTABLE } else { REVALIDATE };
        response.headers_mut().insert(header::CACHE_CONTROL, value);
        if sdk {
            let any = HeaderValue::from_static("*");
            let headers = response.headers_mut();
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any);
        }
    }
    response
}

#[cfg(test)]
mod tests;
