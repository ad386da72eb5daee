use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use live_domain::users;
use live_http::{Json, Path, problems};
use live_protocol::user::Profile;

problems!(ProfileProblems: Unauthenticated, InvalidRequest, NotFound);

/// A user's public page
///
/// By user name or id. With an access token it tells whether the caller follows or blocks them.
#[utoipa::path(
    get,
    path = "/api/users/{user}",
    operation_id = "getUser",
    tag = "users",
    params(("user" = String, Path, description = "User name or id")),
    security((), ("bearer" = [])),
    responses((status = 200, description = "The page", body = Profile), ProfileProblems)
)]
pub(crate) async fn profile(
    State(state): State<ApiState>,
    caller: Option<Authenticated>,
    Path(user): Path<String>,
) -> Result<Json<Profile>, Refusal> {
    let caller = caller.map(|Authenticated(actor)| actor);
    Ok(Json(users::profile(&state.domain, caller, &user).await?))
}
