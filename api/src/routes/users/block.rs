use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::users;
use live_http::{Path, problems};

problems!(BlockProblems: Unauthenticated, InvalidRequest, NotFound, NotYourself);

/// Block a user
///
/// Follows between the two end, both ways.
#[utoipa::path(
    put,
    path = "/api/users/{user}/block",
    operation_id = "blockUser",
    tag = "users",
    params(("user" = String, Path, description = "User name or id")),
    security(("bearer" = [])),
    responses((status = 204, description = "The caller blocks them"), BlockProblems)
)]
pub(crate) async fn block(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Path(user): Path<String>,
) -> Result<StatusCode, Refusal> {
    users::block(&state.domain, actor, &user).await?;
    Ok(StatusCode::NO_CONTENT)
}
