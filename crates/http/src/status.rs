//! The one table from error codes to HTTP statuses (RFC 9110, section 15).

use http::StatusCode;
use live_protocol::ErrorCode;

/// The status that `code` is answered with.
pub const fn of(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::InvalidRequest | ErrorCode::TokenInvalid => StatusCode::BAD_REQUEST,
        ErrorCode::Unauthenticated
        | ErrorCode::BadCredentials
        | ErrorCode::RefreshInvalid
        | ErrorCode::RefreshReused => StatusCode::UNAUTHORIZED,
        ErrorCode::Forbidden
        | ErrorCode::AccountDisabled
        | ErrorCode::Blocked
        | ErrorCode::StreamKeyInvalid
        | ErrorCode::PlaybackTokenInvalid => StatusCode::FORBIDDEN,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        ErrorCode::EmailTaken
        | ErrorCode::UsernameTaken
        | ErrorCode::StreamEnded
        | ErrorCode::StreamAlreadyOpen
        | ErrorCode::Conflict => StatusCode::CONFLICT,
        ErrorCode::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorCode::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ErrorCode::NotYourself | ErrorCode::ImageInvalid | ErrorCode::CommentRefused => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        ErrorCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::Timeout => StatusCode::GATEWAY_TIMEOUT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_an_error_and_only_ours_are_server_errors() {
        for code in ErrorCode::ALL {
            let status = of(*code);
            assert!(
                status.is_client_error() || status.is_server_error(),
                "{code}"
            );
            let ours = matches!(
                code,
                ErrorCode::Internal | ErrorCode::Unavailable | ErrorCode::Timeout
            );
            assert_eq!(status.is_server_error(), ours, "{code}");
        }
    }
}
