//! `/api/auth`.

mod change_password;
mod forgot_password;
mod login;
mod logout;
mod logout_everywhere;
mod refresh;
mod refresh_cookie;
mod register;
mod resend_verification;
mod reset_password;
mod revoke_session;
mod sessions;
mod verify_email;

use super::Operations;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The operations, those that try passwords and tokens or send mails behind `limit`.
pub(super) fn router(limit: impl FnOnce(Operations) -> Operations) -> Operations {
    let limited = OpenApiRouter::new()
        .routes(routes!(register::register))
        .routes(routes!(login::login))
        .routes(routes!(refresh::refresh))
        .routes(routes!(change_password::change_password))
        .routes(routes!(forgot_password::forgot_password))
        .routes(routes!(reset_password::reset_password))
        .routes(routes!(verify_email::verify_email))
        .routes(routes!(resend_verification::resend_verification));
    limit(limited)
        .routes(routes!(logout::logout))
        .routes(routes!(logout_everywhere::logout_everywhere))
        .routes(routes!(sessions::sessions))
        .routes(routes!(revoke_session::revoke_session))
}
