//! The origin through its routes.

mod elsewhere;
mod media;
mod playlists;
mod private;
mod waiting;

use super::{Elsewhere, Origin, Publisher, Streams};
use axum::{Router, body::Body, response::Response};
use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use live_clock::Clock;
use live_config::{Secret, hls::HlsConfig};
use live_hls::{
    AudioCodec, AudioConfig, AudioFrame, VideoCodec, VideoConfig, VideoFrame, conformance,
};
use live_protocol::{ErrorCode, Problem, StreamId, Timestamp, live::Visibility};
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

const KEY: &str = "a key for tests, long enough to be one";
/// `avcC` of x264: 640x360, High.
const AVC: &[u8] = &[
    0x01, 0x64, 0x00, 0x1e, 0xff, 0xe1, 0x00, 0x1a, 0x67, 0x64, 0x00, 0x1e, 0xac, 0xd9, 0x40, 0xa0,
    0x2f, 0xf9, 0x70, 0x11, 0x00, 0x00, 0x03, 0x00, 0x01, 0x00, 0x00, 0x03, 0x00, 0x3c, 0x0f, 0x16,
    0x2d, 0x96, 0x01, 0x00, 0x04, 0x68, 0xef, 0x8f, 0xcb, 0xfd, 0xf8, 0xf8, 0x00,
];

/// A node with one stream, and the encoder's clock.
struct Node {
    clock: Clock,
    streams: Arc<Streams>,
    router: Router,
    closing: CancellationToken,
    id: StreamId,
    /// Milliseconds of media that were sent.
    sent_ms: i64,
}

/// An answer, read whole.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Node {
    fn new() -> Self {
        Self::with(HlsConfig::default(), None)
    }

    fn with(config: HlsConfig, elsewhere: Option<Elsewhere>) -> Self {
        let clock = Clock::fake(Timestamp::from_ms(1_767_323_045_000));
        let streams = Streams::new(&config, clock.clone()).unwrap();
        let closing = CancellationToken::new();
        let origin = Origin::new(
            Arc::clone(&streams),
            &Secret::new(KEY),
            clock.clone(),
            elsewhere,
            closing.clone(),
        );
        Self {
            clock,
            streams,
            router: origin.router(),
            closing,
            id: "018f3f5e-7a3c-7000-8000-000000000001".parse().unwrap(),
            sent_ms: 0,
        }
    }

    /// An encoder that has told its records.
    fn publish(&self, visibility: Visibility) -> Publisher {
        let publisher = self.streams.publish(self.id, visibility).unwrap();
        let (record, codec) = (Bytes::from_static(AVC), VideoCodec::Avc);
        publisher.set_video(VideoConfig { codec, record }).unwrap();
        let (record, codec) = (Bytes::from_static(&[0x12, 0x10]), AudioCodec::Aac);
        publisher.set_audio(AudioConfig { codec, record }).unwrap();
        publisher
    }

    /// Sends so much media: 25 frames a second, a key frame every two seconds, and sound.
    fn send(&mut self, publisher: &Publisher, ms: i64) {
        for _ in 0..ms / 40 {
            let keyframe = self.sent_ms % 2_000 == 0;
            let update = publisher.push_video(VideoFrame {
                dts_ms: self.sent_ms,
                composition_offset_ms: 0,
                keyframe,
                data: Bytes::from_static(&[0, 0, 0, 2, 0x65, 0x88]),
            });
            assert_eq!(update.dropped, None);
            for at_ms in [self.sent_ms, self.sent_ms + 20] {
                let _ = publisher.push_audio(AudioFrame {
                    pts_ms: at_ms,
                    data: Bytes::from_static(&[0x21, 0x10, 0x04, 0x60, 0x8c, 0x1c]),
                });
            }
            self.sent_ms += 40;
            self.clock.advance(Duration::from_millis(40));
        }
    }

    /// A node that has five seconds of a stream.
    fn live(visibility: Visibility) -> (Self, Publisher) {
        let mut node = Self::new();
        let publisher = node.publish(visibility);
        node.send(&publisher, 5_000);
        (node, publisher)
    }

    fn path(&self, file: &str) -> String {
        format!("/hls/{}/{file}", self.id)
    }

    async fn get(&self, file: &str) -> Answer {
        self.ask(Method::GET, file, &[]).await
    }

    async fn ask(
        &self,
        method: Method,
        file: &str,
        headers: &[(header::HeaderName, &str)],
    ) -> Answer {
        ask(self.router.clone(), method, &self.path(file), headers).await
    }

    /// The playlist, checked.
    async fn playlist(&self, file: &str) -> conformance::MediaPlaylist {
        let answer = self.get(file).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        conformance::check_media(answer.text()).unwrap()
    }
}

async fn ask(
    router: Router,
    method: Method,
    path: &str,
    headers: &[(header::HeaderName, &str)],
) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let response = router.oneshot(request.body(Body::empty()).unwrap()).await;
    Answer::read(response.unwrap()).await
}

impl Answer {
    async fn read(response: Response) -> Self {
        let (head, body) = response.into_parts();
        Self {
            status: head.status,
            headers: head.headers,
            body: body.collect().await.unwrap().to_bytes(),
        }
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    fn header(&self, name: header::HeaderName) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The code of a refusal.
    fn code(&self) -> ErrorCode {
        assert_eq!(
            self.header(header::CONTENT_TYPE),
            "application/problem+json"
        );
        assert_eq!(self.header(header::CACHE_CONTROL), "no-store");
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem.status, self.status.as_u16());
        problem.code
    }
}
