//! The publish hook, which does what the test wants: the real one can't be made slow or broken.

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::post,
};
use live_http::Problem;
use live_protocol::{
    ErrorCode, StreamId,
    hooks::{PUBLISH_PATH, PublishGrant, PublishRequest, SECRET_HEADER},
    live::Visibility,
};
use parking_lot::Mutex;
use std::{collections::HashMap, sync::Arc};
use tokio::{net::TcpListener, sync::Semaphore};

/// What a key gets.
#[derive(Clone)]
pub(crate) enum Reply {
    Grant(StreamId, Visibility),
    Refuse(ErrorCode),
    /// No answer of ours: a proxy's error page.
    Nonsense,
    /// The grant, but only when a permit is there.
    Held(Arc<Semaphore>, StreamId),
}

/// The replies by key. Other keys are invalid.
#[derive(Clone, Default)]
pub(crate) struct Hook {
    replies: Arc<Mutex<HashMap<String, Reply>>>,
    /// Requests so far.
    asked: Arc<Mutex<Vec<String>>>,
}

#[derive(Clone)]
struct Shared {
    hook: Hook,
    secret: String,
}

impl Hook {
    pub(crate) fn set(&self, key: &str, reply: Reply) {
        self.replies.lock().insert(key.to_owned(), reply);
    }

    /// How often it was asked about that key.
    pub(crate) fn asked(&self, key: &str) -> usize {
        self.asked.lock().iter().filter(|of| *of == key).count()
    }

    /// Serves on a free port and answers its address. Ends with the runtime of the test.
    pub(crate) async fn serve(&self, secret: &str, shutdown: &live_service::Shutdown) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Shared {
            hook: self.clone(),
            secret: secret.to_owned(),
        };
        let router = Router::new()
            .route(PUBLISH_PATH, post(publish))
            .with_state(shared);
        let soft = shutdown.soft().clone();
        shutdown.spawn(async move {
            soft.run_until_cancelled(axum::serve(listener, router).into_future())
                .await
        });
        url
    }
}

async fn publish(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Json(request): Json<PublishRequest>,
) -> Response {
    assert_eq!(headers[SECRET_HEADER], shared.secret.as_str());
    shared.hook.asked.lock().push(request.stream_key.clone());
    let reply = shared.hook.replies.lock().get(&request.stream_key).cloned();
    match reply.unwrap_or(Reply::Refuse(ErrorCode::StreamKeyInvalid)) {
        Reply::Grant(id, visibility) => grant(id, visibility),
        Reply::Refuse(code) => Problem::new(code).into_response(),
        Reply::Nonsense => (StatusCode::BAD_GATEWAY, "<html>").into_response(),
        Reply::Held(permits, id) => {
            permits.acquire().await.unwrap().forget();
            grant(id, Visibility::Public)
        }
    }
}

fn grant(stream_id: StreamId, visibility: Visibility) -> Response {
    Json(PublishGrant {
        stream_id,
        visibility,
    })
    .into_response()
}
