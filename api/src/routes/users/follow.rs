use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::users;
use live_http::{Path, problems};

problems!(FollowProblems: Unauthenticated, InvalidRequest, NotFound, NotYourself, Blocked);

/// Follow a user
///
/// Refused with `blocked` if one of the two blocks the other.
#[utoipa::path(
    put,
    path = "/api/users/{user}/follow",
    operation_id = "followUser",
    tag = "users",
    params(("user" = String, Path, description = "User name or id")),
    security(("bearer" = [])),
    responses((status = 204, description = "The caller follows them"), FollowProblems)
)]
pub(crate) async fn follow(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Path(user): Path<String>,
) -> Result<StatusCode, Refusal> {
    users::follow(&state.domain, actor, &user).await?;
    Ok(StatusCode::NO_CONTENT)
}
