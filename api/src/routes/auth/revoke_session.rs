use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::auth;
use live_http::{Path, problems};
use live_protocol::SessionId;

problems!(RevokeSessionProblems: Unauthenticated, InvalidRequest, NotFound);

/// End one of the caller's sessions
///
/// Its sockets close, and its tokens stop working.
#[utoipa::path(
    delete,
    path = "/api/auth/sessions/{id}",
    operation_id = "revokeSession",
    tag = "auth",
    params(("id" = SessionId, Path, description = "The session")),
    security(("bearer" = [])),
    responses((status = 204, description = "Ended"), RevokeSessionProblems)
)]
pub(crate) async fn revoke_session(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<SessionId>,
) -> Result<StatusCode, Refusal> {
    auth::revoke_session(&state.domain, actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
