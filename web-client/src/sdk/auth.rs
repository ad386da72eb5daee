//! Accounts and sessions.

use super::{Listener, call, call_only, plain};
use crate::state::failure::Failure;
use live_protocol::{
    SessionId,
    auth::{ChangePassword, Login, Register, ResetPassword, Session},
    user::Account,
};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "/assets/sdk.js")]
extern "C" {
    #[wasm_bindgen(js_name = onAuth)]
    fn js_on_auth(listener: &Listener) -> JsValue;
}

#[derive(Deserialize)]
struct Ended {
    code: String,
    reason: String,
}

/// Tells of the account whenever it changes, also in another tab, and of a session that ended by
/// itself. For the life of the page.
pub(crate) fn on_change(
    mut changed: impl FnMut(Option<Account>) + 'static,
    mut ended: impl FnMut(Failure) + 'static,
) {
    let listener = Listener::new(move |name: String, data| match name.as_str() {
        "changed" => {
            if let Ok(account) = serde_wasm_bindgen::from_value(data) {
                changed(account);
            }
        }
        "ended" => {
            if let Ok(Ended { code, reason }) = serde_wasm_bindgen::from_value(data) {
                ended(Failure {
                    message: reason,
                    ..Failure::of(&code)
                });
            }
        }
        _ => {}
    });
    js_on_auth(&listener);
    listener.forget();
}

/// The session that an earlier page load left.
pub(crate) async fn restore() -> Result<Option<Account>, Failure> {
    call("auth.restore", &[]).await
}

/// Makes an account and logs in.
pub(crate) async fn register(request: &Register) -> Result<Account, Failure> {
    call("auth.register", &[plain(request)]).await
}

/// Logs in.
pub(crate) async fn log_in(request: &Login) -> Result<Account, Failure> {
    call("auth.login", &[plain(request)]).await
}

/// Ends this session.
pub(crate) async fn log_out() -> Result<(), Failure> {
    call_only("auth.logout", &[]).await
}

/// Ends all sessions.
pub(crate) async fn log_out_everywhere() -> Result<(), Failure> {
    call_only("auth.logoutEverywhere", &[]).await
}

/// Where one is logged in.
pub(crate) async fn sessions() -> Result<Vec<Session>, Failure> {
    call("auth.sessions", &[]).await
}

/// Ends a session on another device.
pub(crate) async fn revoke_session(id: SessionId) -> Result<(), Failure> {
    call_only("auth.revokeSession", &[id.to_string().into()]).await
}

/// Changes the password; other sessions end.
pub(crate) async fn change_password(request: &ChangePassword) -> Result<(), Failure> {
    let args = [
        JsValue::from_str(&request.current_password),
        JsValue::from_str(&request.new_password),
    ];
    call_only("auth.changePassword", &args).await
}

/// Has a link to set a new password sent.
pub(crate) async fn forgot_password(email: &str) -> Result<(), Failure> {
    call_only("auth.forgotPassword", &[email.into()]).await
}

/// Sets a new password with the token of the e-mail.
pub(crate) async fn reset_password(request: &ResetPassword) -> Result<(), Failure> {
    let args = [
        JsValue::from_str(&request.token),
        JsValue::from_str(&request.new_password),
    ];
    call_only("auth.resetPassword", &args).await
}

/// Confirms the e-mail address.
pub(crate) async fn verify_email(token: &str) -> Result<(), Failure> {
    call_only("auth.verifyEmail", &[token.into()]).await
}

/// Has the e-mail that confirms the address sent again.
pub(crate) async fn resend_verification() -> Result<(), Failure> {
    call_only("auth.resendVerification", &[]).await
}
