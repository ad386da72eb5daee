use super::refresh_cookie::WithCookie;
use crate::{ApiState, authenticated::AskingClient, refusal::Refusal};
use axum::extract::State;
use live_domain::auth;
use live_http::{Json, problems};
use live_protocol::auth::{Login, Tokens};

problems!(LoginProblems: body, BadCredentials, AccountDisabled);

/// Log in by e-mail address or user name
#[utoipa::path(
    post,
    path = "/api/auth/login",
    operation_id = "login",
    tag = "auth",
    request_body = Login,
    responses((status = 200, description = "Logged in", body = Tokens), LoginProblems)
)]
pub(crate) async fn login(
    State(state): State<ApiState>,
    AskingClient(client): AskingClient,
    Json(body): Json<Login>,
) -> Result<WithCookie, Refusal> {
    let tokens = auth::login(&state.domain, body, &client).await?;
    Ok(WithCookie::new(&state, tokens))
}
