use axum::response::{IntoResponse, Response};
use live_http::Problem;

/// How handlers refuse: what the rules refuse becomes a problem here and nowhere else.
#[derive(Debug)]
pub(crate) struct Refusal(Problem);

impl From<live_domain::Error> for Refusal {
    fn from(error: live_domain::Error) -> Self {
        let mut problem = Problem::new(error.code()).errors(error.field_errors().to_vec());
        if let Some(detail) = error.detail() {
            problem = problem.detail(detail);
        }
        if let Some(after) = error.retry_after() {
            problem = problem.retry_after(after.as_secs().max(1));
        }
        // Without a source it is a refusal for want of room, which metrics count.
        let ours = live_http::status::of(error.code()).is_server_error();
        if ours && std::error::Error::source(&error).is_some() {
            log(&error);
        }
        Self(problem)
    }
}

/// The whole chain, once, where it is handled.
fn log(error: &live_domain::Error) {
    let mut chain = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        chain.push_str(": ");
        chain.push_str(&cause.to_string());
        source = cause.source();
    }
    tracing::error!(error = chain, "a request failed on our side");
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<live_protocol::ErrorCode> for Refusal {
    fn from(code: live_protocol::ErrorCode) -> Self {
        Self(Problem::new(code))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}
