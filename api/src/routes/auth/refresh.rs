use super::refresh_cookie::{WithCookie, clear, from_cookie};
use crate::{ApiState, authenticated::AskingClient, refusal::Refusal};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::HeaderMap;
use live_domain::auth;
use live_http::{Json, problems};
use live_protocol::{
    ErrorCode,
    auth::{Refresh, Tokens},
};

problems!(
    RefreshProblems: body, RefreshInvalid, RefreshReused, AccountDisabled, Forbidden, Conflict
);

/// Exchange a refresh token for a new pair
///
/// The token is in the body, or in the cookie. The cookie alone is taken from pages of this
/// platform only: the browser must send a matching `Origin`, or the caller `X-Live-Refresh: 1`
/// (which pages of strangers can't send); else `forbidden`.
///
/// A refresh token works once. The same token again within 10 seconds gets the same answer, in case
/// the first one was lost; after that it ends the session (`refresh_reused`).
#[utoipa::path(
    post,
    path = "/api/auth/refresh",
    operation_id = "refresh",
    tag = "auth",
    request_body = Option<Refresh>,
    responses((status = 200, description = "The next pair", body = Tokens), RefreshProblems)
)]
pub(crate) async fn refresh(
    State(state): State<ApiState>,
    AskingClient(client): AskingClient,
    headers: HeaderMap,
    body: Option<Json<Option<Refresh>>>,
) -> Result<WithCookie, Response> {
    let given = body
        .and_then(|Json(body)| body)
        .and_then(|body| body.refresh_token);
    let token = match given {
        Some(token) => token,
        None => from_cookie(&state, &headers).map_err(IntoResponse::into_response)?,
    };
    match auth::refresh(&state.domain, &token, &client).await {
        Ok(tokens) => Ok(WithCookie::new(&state, tokens)),
        Err(error) => {
            let over = matches!(
                error.code(),
                ErrorCode::RefreshInvalid | ErrorCode::RefreshReused | ErrorCode::AccountDisabled
            );
            let response = Refusal::from(error).into_response();
            Err(if over {
                clear(&state, response)
            } else {
                response
            })
        }
    }
}
