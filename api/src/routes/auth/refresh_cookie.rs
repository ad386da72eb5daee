//! The refresh token as a cookie (RFC 6265bis) for browsers: scripts can't read it, other sites
//! can't send it, and only `/api/auth` gets it.

use crate::{ApiState, refusal::Refusal};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use live_http::{Json, Problem};
use live_protocol::{ErrorCode, auth::Tokens};

const NAME: &str = "refresh_token";
/// A header that a page of a stranger can't send without being asked first (Fetch standard: it is
/// not CORS-safelisted, and our CORS answer doesn't allow it).
const REFRESH_HEADER: HeaderName = HeaderName::from_static("x-live-refresh");

/// Tokens in the body, and the refresh token as a cookie too.
pub(crate) struct WithCookie {
    tokens: Tokens,
    cookie: String,
}

impl WithCookie {
    pub(super) fn new(state: &ApiState, tokens: Tokens) -> Self {
        let config = &state.domain.config;
        let cookie = cookie(state, &tokens.refresh_token, config.auth.session_idle_s);
        Self { tokens, cookie }
    }
}

impl IntoResponse for WithCookie {
    fn into_response(self) -> Response {
        let no_store = (header::CACHE_CONTROL, "no-store".to_owned());
        let headers = [no_store, (header::SET_COOKIE, self.cookie)];
        (headers, Json(self.tokens)).into_response()
    }
}

fn cookie(state: &ApiState, value: &str, max_age_s: u64) -> String {
    let secure = if state.domain.config.http.secure_cookies() {
        "; Secure"
    } else {
        ""
    };
    format!(
        "{NAME}={value}; Path=/api/auth; Max-Age={max_age_s}; HttpOnly; SameSite=Strict{secure}"
    )
}

/// Removes the cookie with this answer.
pub(super) fn clear(state: &ApiState, mut response: Response) -> Response {
    if let Ok(value) = HeaderValue::from_str(&cookie(state, "", 0)) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}

/// The token of the cookie, from a page of ours.
pub(super) fn from_cookie(state: &ApiState, headers: &HeaderMap) -> Result<String, Refusal> {
    let token = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == NAME && !value.is_empty()).then(|| value.to_owned()))
        .ok_or_else(|| {
            Problem::new(ErrorCode::RefreshInvalid)
                .detail("There is no refresh token in the body and none in the cookie.")
        })?;
    if headers.contains_key(&REFRESH_HEADER) || origin_is_ours(state, headers) {
        Ok(token)
    } else {
        Err(Problem::new(ErrorCode::Forbidden)
            .detail("With the cookie alone, send a matching Origin or X-Live-Refresh: 1.")
            .into())
    }
}

/// Whether a page of this platform asks: its origin is ours, is allowed, or has the host that was
/// asked (browsers set both; a page can change neither).
fn origin_is_ours(state: &ApiState, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = text(header::ORIGIN) else {
        return false;
    };
    let config = &state.domain.config.http;
    let host = origin.split_once("://").map(|(_, host)| host);
    origin == config.public_url()
        || config
            .allowed_origins
            .iter()
            .any(|allowed| allowed == origin)
        || (host.is_some() && host == text(header::HOST))
}
