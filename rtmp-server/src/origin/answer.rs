//! Answers: what they carry, and how long they may be kept.

use super::{access::Access, rendered::Rendered};
use axum::{body::Body, response::Response};
use bytes::Bytes;
use futures::stream;
use http::{HeaderMap, HeaderValue, header};
use live_hls::Media;
use std::convert::Infallible;

const PLAYLIST_TYPE: &str = "application/vnd.apple.mpegurl";
/// Names of media are never used twice for different bytes, so an hour is as good as forever.
const MEDIA_S: u32 = 3_600;

/// How long, and by whom, an answer may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lifetime(String);

impl Lifetime {
    /// For some seconds.
    pub(super) fn seconds(seconds: u32, access: &Access) -> Self {
        Self(format!("{}, max-age={seconds}", scope(access)))
    }

    /// For as long as anyone wants: it never changes.
    pub(super) fn forever(access: &Access) -> Self {
        Self(format!("{}, max-age={MEDIA_S}, immutable", scope(access)))
    }
}

/// What a token opens must not be in a cache that others ask.
const fn scope(access: &Access) -> &'static str {
    if access.is_open() {
        "public"
    } else {
        "private"
    }
}

/// A playlist, compressed for those who take it.
pub(super) fn playlist(
    kind: &'static str,
    rendered: &Rendered,
    headers: &HeaderMap,
    lifetime: Lifetime,
) -> Response {
    let compressed = accepts_gzip(headers);
    let body = if compressed {
        rendered.gzip()
    } else {
        rendered.text()
    };
    count(kind, body.len());
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(PLAYLIST_TYPE),
    );
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if compressed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    keep(headers, &lifetime);
    response
}

/// Media; its chunks are shared with all who get it.
pub(super) fn media(kind: &'static str, media: Media, lifetime: Lifetime) -> Response {
    count(kind, media.len);
    let Media {
        mut chunks,
        len,
        content_type,
    } = media;
    let body = match chunks.len() {
        0 | 1 => Body::from(chunks.pop().unwrap_or_default()),
        _ => Body::from_stream(stream::iter(
            chunks.into_iter().map(Ok::<Bytes, Infallible>),
        )),
    };
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(len));
    keep(headers, &lifetime);
    response
}

fn keep(headers: &mut HeaderMap, lifetime: &Lifetime) {
    if let Ok(value) = HeaderValue::from_str(&lifetime.0) {
        headers.insert(header::CACHE_CONTROL, value);
    }
}

/// Whether the client takes gzip (RFC 9110, section 12.5.3).
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter();
    let values = values.filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = weight
            .trim()
            .strip_prefix("q=")
            .is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0));
        matches!(name.trim(), "gzip" | "x-gzip" | "*") && !refused
    })
}

fn count(kind: &'static str, bytes: usize) {
    metrics::counter!("hls_requests_total", "kind" => kind).increment(1);
    metrics::counter!("hls_bytes_total", "kind" => kind).increment(bytes as u64);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        for (value, takes) in [
            ("gzip", true),
            ("br, gzip;q=0.5", true),
            ("*", true),
            ("gzip;q=0", false),
            ("identity", false),
            ("br", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            assert_eq!(accepts_gzip(&headers), takes, "{value}");
        }
        assert!(!accepts_gzip(&HeaderMap::new()));
    }
}
