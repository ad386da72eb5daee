use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::users;
use live_http::{Path, problems};
use live_protocol::UserId;

problems!(DisableProblems: Unauthenticated, Forbidden, InvalidRequest, NotFound, NotYourself);

/// Keep a user out
///
/// All their sessions end and their sockets close.
#[utoipa::path(
    post,
    path = "/api/admin/users/{id}/disable",
    operation_id = "disableUser",
    tag = "admin",
    params(("id" = UserId, Path, description = "The user")),
    security(("bearer" = [])),
    responses((status = 204, description = "The user is kept out"), DisableProblems)
)]
pub(crate) async fn disable(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<UserId>,
) -> Result<StatusCode, Refusal> {
    users::disable(&state.domain, actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
