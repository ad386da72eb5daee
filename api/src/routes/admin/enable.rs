use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::users;
use live_http::{Path, problems};
use live_protocol::UserId;

problems!(EnableProblems: Unauthenticated, Forbidden, InvalidRequest, NotFound);

/// Let a disabled user in again
///
/// They log in anew.
#[utoipa::path(
    post,
    path = "/api/admin/users/{id}/enable",
    operation_id = "enableUser",
    tag = "admin",
    params(("id" = UserId, Path, description = "The user")),
    security(("bearer" = [])),
    responses((status = 204, description = "The user may log in"), EnableProblems)
)]
pub(crate) async fn enable(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<UserId>,
) -> Result<StatusCode, Refusal> {
    users::enable(&state.domain, actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
