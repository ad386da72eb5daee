use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::users;
use live_http::{Path, problems};

problems!(UnfollowProblems: Unauthenticated, InvalidRequest, NotFound);

/// Stop following a user
#[utoipa::path(
    delete,
    path = "/api/users/{user}/follow",
    operation_id = "unfollowUser",
    tag = "users",
    params(("user" = String, Path, description = "User name or id")),
    security(("bearer" = [])),
    responses((status = 204, description = "The caller does not follow them"), UnfollowProblems)
)]
pub(crate) async fn unfollow(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Path(user): Path<String>,
) -> Result<StatusCode, Refusal> {
    users::unfollow(&state.domain, actor, &user).await?;
    Ok(StatusCode::NO_CONTENT)
}
