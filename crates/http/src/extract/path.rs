use super::nul;
use crate::Problem;
use axum::{
    extract::{
        FromRequestParts, path::ErrorKind, path::Path as AxumPath, rejection::PathRejection,
    },
    http::request::Parts,
};
use live_protocol::ErrorCode;
use serde::de::DeserializeOwned;

/// The parameters in the path.
#[derive(Debug, Clone, Copy, Default)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        nul::refuse_in_uri(parts.uri.path(), "path")?;
        AxumPath::from_request_parts(parts, state)
            .await
            .map(|AxumPath(value)| Self(value))
            .map_err(problem)
    }
}

fn problem(rejection: PathRejection) -> Problem {
    let PathRejection::FailedToDeserializePathParams(error) = rejection else {
        return Problem::internal(&rejection);
    };
    match error.into_kind() {
        ErrorKind::ParseErrorAtKey {
            key, expected_type, ..
        } => Problem::invalid(key, format!("must be a {expected_type}")),
        ErrorKind::InvalidUtf8InPathParam { key } => Problem::invalid(key, "is no UTF-8"),
        ErrorKind::DeserializeError { key, message, .. } => Problem::invalid(key, message),
        ErrorKind::ParseErrorAtIndex { expected_type, .. }
        | ErrorKind::ParseError { expected_type, .. } => {
            Problem::invalid("path", format!("must be a {expected_type}"))
        }
        ErrorKind::Message(message) => Problem::invalid("path", message),
        // Handler and route disagree, or a kind that this axum doesn't have.
        kind => {
            tracing::error!(kind = %kind, "a path can't be extracted");
            Problem::new(ErrorCode::Internal)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, body::Body, routing::get};
    use http_body_util::BodyExt;
    use live_protocol::StreamId;
    use tower::ServiceExt;

    async fn ask(path: &str) -> live_protocol::Problem {
        let router: Router = Router::new()
            .route("/one/{id}", get(|Path(_): Path<StreamId>| async {}))
            .route(
                "/two/{id}/{n}",
                get(|Path(_): Path<(StreamId, u32)>| async {}),
            );
        let request = http::Request::get(path).body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        serde_json::from_slice(&body).unwrap()
    }

    #[tokio::test]
    async fn a_parameter_that_is_wrong_is_a_problem() {
        for path in [
            "/one/x",
            "/two/018f3f5e-7a3c-7000-8000-000000000001/-1",
            "/two/x/1",
            "/one/%ff",
            "/one/%00",
        ] {
            let problem = ask(path).await;
            assert_eq!(problem.code, ErrorCode::InvalidRequest, "{path}");
            assert_eq!(problem.errors.len(), 1, "{path}");
        }
    }
}
