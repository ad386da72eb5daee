use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::users;
use live_http::{Json, Path, problems};
use live_protocol::{UserId, user::SetRole};

problems!(SetRoleProblems: body, Unauthenticated, Forbidden, NotFound, NotYourself);

/// Change what a user may do
///
/// In force everywhere within five seconds.
#[utoipa::path(
    put,
    path = "/api/admin/users/{id}/role",
    operation_id = "setUserRole",
    tag = "admin",
    params(("id" = UserId, Path, description = "The user")),
    request_body = SetRole,
    security(("bearer" = [])),
    responses((status = 204, description = "The role is set"), SetRoleProblems)
)]
pub(crate) async fn set_role(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<UserId>,
    Json(body): Json<SetRole>,
) -> Result<StatusCode, Refusal> {
    users::set_role(&state.domain, actor, id, body.role).await?;
    Ok(StatusCode::NO_CONTENT)
}
