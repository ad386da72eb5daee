//! The routes, and what they share.

use super::{Elsewhere, Streams, access::Playback, directives::Directives, media, playlist};
use axum::{
    Router,
    extract::{Path, Request, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{Method, header, request::Parts};
use live_clock::Clock;
use live_config::Secret;
use live_http::{Problem, problem};
use live_protocol::{ErrorCode, StreamId};
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;
use tower_http::cors::{Any, CorsLayer};

/// How long a browser may remember that other origins may ask.
const PREFLIGHT_AGE: Duration = Duration::from_hours(24);
const MULTIVARIANT: &str = "index.m3u8";

/// Serves the streams of this node, and those of others by asking them.
#[derive(Clone)]
pub struct Origin(Arc<Shared>);

pub(super) struct Shared {
    pub(super) streams: Arc<Streams>,
    pub(super) playback: Playback,
    pub(super) elsewhere: Option<Elsewhere>,
    /// Cancelled when the process shall finish: those who wait are sent away.
    pub(super) closing: CancellationToken,
}

impl Origin {
    /// Serves `streams`. `playback_key` checks the tokens of private streams; `closing` sends
    /// away those who wait when the process drains.
    pub fn new(
        streams: Arc<Streams>,
        playback_key: &Secret,
        clock: Clock,
        elsewhere: Option<Elsewhere>,
        closing: CancellationToken,
    ) -> Self {
        Self(Arc::new(Shared {
            streams,
            playback: Playback::new(playback_key, clock),
            elsewhere,
            closing,
        }))
    }

    /// The routes under `/hls/`. Pages of any origin may call them: nothing here goes by cookies.
    pub fn router(&self) -> Router {
        let cors = CorsLayer::new()
            .allow_origin(Any)
            .allow_methods([Method::GET, Method::HEAD])
            .allow_headers([header::AUTHORIZATION, header::RANGE])
            .expose_headers([header::CONTENT_LENGTH, header::DATE, header::RETRY_AFTER])
            .max_age(PREFLIGHT_AGE);
        Router::new()
            .route("/hls/{stream}/{file}", get(serve))
            .method_not_allowed_fallback(problem::method_not_allowed)
            .layer(cors)
            .with_state(self.clone())
    }
}

async fn serve(
    State(Origin(shared)): State<Origin>,
    Path((stream, file)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (request, _) = request.into_parts();
    let answer = answer(&shared, &stream, &file, &request).await;
    answer.unwrap_or_else(IntoResponse::into_response)
}

async fn answer(
    shared: &Shared,
    stream: &str,
    file: &str,
    request: &Parts,
) -> Result<Response, Problem> {
    let id: StreamId = stream
        .parse()
        .map_err(|_| Problem::new(ErrorCode::NotFound))?;
    let Some(stream) = shared.streams.get(id) else {
        return match &shared.elsewhere {
            Some(elsewhere) => elsewhere.fetch(id, request).await,
            None => Err(Problem::new(ErrorCode::NotFound)),
        };
    };
    let directives = Directives::parse(request.uri.query().unwrap_or_default());
    let access = shared
        .playback
        .check(&stream, directives.token, &request.headers)?;
    let asked = playlist::Asked {
        stream: &stream,
        access,
        headers: &request.headers,
        closing: &shared.closing,
    };
    match file.strip_suffix(".m3u8") {
        Some(_) if file == MULTIVARIANT => playlist::multivariant(&asked).await,
        Some(name) => playlist::media(&asked, name, &directives).await,
        None => media::resource(&asked, file).await,
    }
}
