use super::refresh_cookie::WithCookie;
use crate::{ApiState, authenticated::AskingClient, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::auth;
use live_http::{Json, problems};
use live_protocol::auth::{Register, Tokens};

problems!(RegisterProblems: body, TokenInvalid, Forbidden, EmailTaken, UsernameTaken, Conflict);

/// Create an account and log in
///
/// With the one-time setup token the account becomes an admin. Refused with `forbidden` while
/// registration is closed.
#[utoipa::path(
    post,
    path = "/api/auth/register",
    operation_id = "register",
    tag = "auth",
    request_body = Register,
    responses(
        (status = 201, description = "Registered and logged in", body = Tokens),
        RegisterProblems
    )
)]
pub(crate) async fn register(
    State(state): State<ApiState>,
    AskingClient(client): AskingClient,
    Json(body): Json<Register>,
) -> Result<(StatusCode, WithCookie), Refusal> {
    let tokens = auth::register(&state.domain, body, &client).await?;
    Ok((StatusCode::CREATED, WithCookie::new(&state, tokens)))
}
