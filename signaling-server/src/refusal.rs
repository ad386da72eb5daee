//! What the rules refuse, as the error of an acknowledgement.

use live_domain::Error;
use live_http::Problem;
use live_protocol::socket::Ack;

/// The acknowledgement of a client event. Failures of ours are logged here, once.
pub(crate) fn ack<T>(outcome: Result<T, Error>) -> Ack<T> {
    match outcome {
        Ok(data) => Ack::Ok(data),
        Err(error) => {
            if live_http::status::of(error.code()).is_server_error() {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::error!(code = %error.code(), cause, "a socket event failed on our side");
            }
            let mut problem = Problem::new(error.code()).errors(error.field_errors().to_vec());
            if let Some(detail) = error.detail() {
                problem = problem.detail(detail);
            }
            if let Some(after) = error.retry_after() {
                problem = problem.retry_after(after.as_secs().max(1));
            }
            Ack::Error(problem.into_body())
        }
    }
}
