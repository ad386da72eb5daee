//! Error codes: the stable part of every refusal, the same over HTTP and Socket.IO.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal : $title:literal,)*) => {
        /// Why a request was refused. The text of a code never changes its meaning once released;
        /// clients branch on it. `crates/http` gives each its HTTP status.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        pub enum ErrorCode {
            $($(#[$doc])* #[serde(rename = $text)] $variant,)*
        }

        impl ErrorCode {
            /// Every code there is, for documentation and for tests of completeness.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as clients see it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// What it means, for a person, in English.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }
        }
    };
}

codes! {
    /// A field or parameter is missing, malformed or out of range; `errors` lists which.
    InvalidRequest = "invalid_request": "The request is not valid",
    /// The body is larger than this route takes.
    BodyTooLarge = "body_too_large": "The body is too large",
    /// The content type is not one that this route takes.
    UnsupportedMediaType = "unsupported_media_type": "This content type is not accepted",
    /// The path exists, the method doesn't.
    MethodNotAllowed = "method_not_allowed": "This method is not allowed here",
    /// No such thing, or none that the caller may know of.
    NotFound = "not_found": "Not found",
    /// No access token, or one that is malformed, expired or revoked.
    Unauthenticated = "unauthenticated": "Log in first",
    /// The caller is known and may not do this.
    Forbidden = "forbidden": "You may not do this",
    /// Too many requests; `retry_after_s` says when to try again.
    RateLimited = "rate_limited": "Too many requests",
    /// A bug or a broken part on our side. Nothing was stored.
    Internal = "internal": "Something went wrong on our side",
    /// A part that is needed is not there now; the same call may work later.
    Unavailable = "unavailable": "Not available right now",
    /// It took too long; the same call may work later.
    Timeout = "timeout": "This took too long",
    /// The e-mail address or user name, or the password, is wrong.
    BadCredentials = "bad_credentials": "The name or the password is wrong",
    /// The account was disabled by an admin.
    AccountDisabled = "account_disabled": "This account is disabled",
    /// The e-mail address belongs to another account.
    EmailTaken = "email_taken": "This e-mail address is taken",
    /// The user name belongs to another account.
    UsernameTaken = "username_taken": "This user name is taken",
    /// A token sent by e-mail is unknown, used or expired.
    TokenInvalid = "token_invalid": "This link is not valid any more",
    /// The refresh token is unknown, expired or its session ended.
    RefreshInvalid = "refresh_invalid": "Log in again",
    /// A refresh token was used a second time: its session was ended.
    RefreshReused = "refresh_reused": "Log in again: this session was used elsewhere",
    /// One of the two blocks the other.
    Blocked = "blocked": "Not possible: one of you blocks the other",
    /// A user can't do this to themselves.
    NotYourself = "not_yourself": "You can't do this to yourself",
    /// The picture can't be decoded, or is too large in bytes or pixels.
    ImageInvalid = "image_invalid": "This picture can't be used",
    /// The stream has ended: nothing can be added to it.
    StreamEnded = "stream_ended": "This stream has ended",
    /// The streamer has another stream that is not ended.
    StreamAlreadyOpen = "stream_already_open": "You have a stream that is not ended",
    /// The stream key is unknown or was rotated.
    StreamKeyInvalid = "stream_key_invalid": "This stream key is not valid",
    /// A playback token is needed, and the one given is missing, expired or for another stream.
    PlaybackTokenInvalid = "playback_token_invalid": "This stream is private",
    /// The comment's text is empty, too long or refused by the filter.
    CommentRefused = "comment_refused": "This comment was not accepted",
    /// The state changed meanwhile; read it again.
    Conflict = "conflict": "This changed meanwhile",
}

/// Written out because utoipa's derive does not see a `rename` that comes from a macro, and would
/// document the variants' names.
#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for ErrorCode {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("Why a request was refused. Clients branch on it."))
            .enum_values(Some(Self::ALL.iter().map(|code| code.as_str())))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for ErrorCode {}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_unique_and_are_their_json() {
        let texts: HashSet<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(texts.len(), ErrorCode::ALL.len());
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }

    #[cfg(feature = "openapi")]
    #[test]
    fn the_documented_codes_are_those_that_are_sent() {
        use utoipa::PartialSchema;
        let schema = serde_json::to_value(ErrorCode::schema()).unwrap();
        assert_eq!(
            schema["enum"],
            serde_json::to_value(ErrorCode::ALL).unwrap()
        );
    }
}
