//! `/api/auth`: what is asked and answered.

use crate::{SessionId, Timestamp, user::Account};
use serde::{Deserialize, Serialize};

/// Create an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// 3 to 30 characters: lower-case letters, digits, `_`; begins with a letter.
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 3, max_length = 30, pattern = "^[a-z][a-z0-9_]{2,29}$")
    )]
    pub username: String,
    /// An e-mail address, at most 254 characters (RFC 5321).
    #[cfg_attr(feature = "openapi", schema(format = Email, min_length = 3, max_length = 254))]
    pub email: String,
    /// 10 to 128 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 10, max_length = 128, format = Password))]
    pub password: String,
    /// 1 to 50 characters; the user name if absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 50))]
    pub display_name: Option<String>,
    /// The one-time token of the first admin's link.
    #[serde(default)]
    pub setup_token: Option<String>,
}

/// Log in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// The e-mail address or the user name.
    pub login: String,
    /// The password.
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub password: String,
}

/// Exchange a refresh token for a new pair. Without a body the `refresh_token` cookie is used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    /// The refresh token, for clients that keep it themselves.
    #[serde(default)]
    pub refresh_token: Option<String>,
}

/// The answer to register, log-in and refresh.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Tokens {
    /// JWT for `Authorization: Bearer …` and for the socket.
    pub access_token: String,
    /// Use once, at `POST /api/auth/refresh`.
    pub refresh_token: String,
    /// Seconds for which the access token is valid.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub expires_in: u64,
    /// Whom the tokens belong to.
    pub user: Account,
}

/// A log-in on one device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Session {
    /// The session's id.
    pub id: SessionId,
    /// Browser and system as the user agent tells, for example "Firefox on Linux".
    pub device: String,
    /// The address it was last used from, with its last part hidden.
    pub place: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
    /// Whether it is the session that asks.
    pub current: bool,
}

/// Change the password; all other sessions end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password now.
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub current_password: String,
    /// 10 to 128 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 10, max_length = 128, format = Password))]
    pub new_password: String,
}

/// Ask for a password reset by e-mail. The answer is the same whether the address is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ForgotPassword {
    /// The account's e-mail address.
    #[cfg_attr(feature = "openapi", schema(format = Email, min_length = 3, max_length = 254))]
    pub email: String,
}

/// Set a new password with the token of the e-mail; all sessions end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ResetPassword {
    /// The token of the e-mail.
    pub token: String,
    /// 10 to 128 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 10, max_length = 128, format = Password))]
    pub new_password: String,
}

/// Confirm the e-mail address with the token of the e-mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct VerifyEmail {
    /// The token of the e-mail.
    pub token: String,
}
