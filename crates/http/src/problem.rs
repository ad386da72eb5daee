//! Problem details (RFC 9457) as an answer.

use crate::{request_id, status};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use live_protocol::{ErrorCode, FieldError};
use tracing::error;

/// The media type of RFC 9457, section 3.
pub const CONTENT_TYPE: &str = "application/problem+json";

/// A refusal. It becomes `application/problem+json` with the status of its code, the id of the
/// request, `Retry-After` where there is one, and `WWW-Authenticate` with 401 (RFC 9110,
/// section 11.6.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem(Box<live_protocol::Problem>);

impl Problem {
    /// A refusal by `code`, with nothing but its title.
    pub fn new(code: ErrorCode) -> Self {
        Self(Box::new(live_protocol::Problem {
            kind: format!("/api/docs/errors#{code}"),
            title: code.title().into(),
            status: status::of(code).as_u16(),
            code,
            detail: None,
            errors: Vec::new(),
            retry_after_s: None,
            request_id: None,
        }))
    }

    /// Says what was wrong in this case. Never anything internal: it is shown to people.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Names a field that is wrong, and why.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.0.errors.push(FieldError::new(field, message));
        self
    }

    /// Names the fields that are wrong.
    #[must_use]
    pub fn errors(mut self, errors: Vec<FieldError>) -> Self {
        self.0.errors.extend(errors);
        self
    }

    /// Says after how many seconds the same call may work.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after_s = Some(seconds);
        self
    }

    /// A request that is wrong in one field.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidRequest).field(field, message)
    }

    /// Something broke on our side: logs `error` with its causes, and tells the client nothing of
    /// it but the request's id.
    pub fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        let mut chain = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            chain.push_str(": ");
            chain.push_str(&cause.to_string());
            source = cause.source();
        }
        error!(error = chain, "a request failed on our side");
        Self::new(ErrorCode::Internal)
    }

    /// The code.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// The body as it will be sent, with the id of the request that is being answered.
    pub fn into_body(self) -> live_protocol::Problem {
        let mut body = *self.0;
        if body.request_id.is_none() {
            body.request_id = request_id::current().map(|id| id.as_str().to_owned());
        }
        body
    }
}

impl From<ErrorCode> for Problem {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

/// A problem that another service answered, passed on as it is.
impl From<live_protocol::Problem> for Problem {
    fn from(body: live_protocol::Problem) -> Self {
        Self(Box::new(body))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = self.into_body();
        let status = StatusCode::from_u16(body.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // A struct of texts and numbers: its serialisation can't fail.
        let json = serde_json::to_vec(&body).unwrap_or_default();
        let mut response = (status, json).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = body.retry_after_s {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            headers.insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }
}

/// The fallback for paths that don't exist.
pub async fn not_found() -> Problem {
    Problem::new(ErrorCode::NotFound)
}

/// The fallback for methods that a path doesn't have; axum adds `Allow`.
pub async fn method_not_allowed() -> Problem {
    Problem::new(ErrorCode::MethodNotAllowed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;

    #[tokio::test]
    async fn a_problem_tells_all_that_a_client_needs() {
        let problem = Problem::new(ErrorCode::RateLimited).retry_after(7);
        let response = problem.into_response();
        assert_eq!(response.status(), 429);
        assert_eq!(
            response.headers()["content-type"],
            "application/problem+json"
        );
        assert_eq!(response.headers()["retry-after"], "7");
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body: live_protocol::Problem = serde_json::from_slice(&body).unwrap();
        assert_eq!(body.code, ErrorCode::RateLimited);
        assert_eq!(body.retry_after_s, Some(7));
        assert_eq!(body.kind, "/api/docs/errors#rate_limited");
    }

    #[test]
    fn nothing_internal_leaks() {
        let error = std::io::Error::other("password=hunter2");
        let body = Problem::internal(&error).into_body();
        assert!(!serde_json::to_string(&body).unwrap().contains("hunter2"));
    }

    #[test]
    fn an_unauthorised_answer_names_the_scheme() {
        let response = Problem::new(ErrorCode::Unauthenticated).into_response();
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
    }
}
