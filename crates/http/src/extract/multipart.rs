use crate::Problem;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use http::StatusCode;
use live_protocol::ErrorCode;

/// A part that could not be read: too large, cut off or malformed.
impl From<MultipartError> for Problem {
    fn from(error: MultipartError) -> Self {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Self::new(ErrorCode::BodyTooLarge)
        } else {
            Self::invalid("body", error.body_text())
        }
    }
}

/// The request is no `multipart/form-data`.
impl From<MultipartRejection> for Problem {
    fn from(_: MultipartRejection) -> Self {
        Self::new(ErrorCode::UnsupportedMediaType).detail("Send the body as multipart/form-data.")
    }
}
