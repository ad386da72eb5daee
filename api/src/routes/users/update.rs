use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use live_domain::users;
use live_http::{Json, problems};
use live_protocol::user::{Account, UpdateProfile};

problems!(UpdateProblems: body, Unauthenticated);

/// Change the caller's profile
///
/// What is absent stays as it is.
#[utoipa::path(
    patch,
    path = "/api/users/me",
    operation_id = "updateMe",
    tag = "users",
    request_body = UpdateProfile,
    security(("bearer" = [])),
    responses((status = 200, description = "The account now", body = Account), UpdateProblems)
)]
pub(crate) async fn update(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Json(body): Json<UpdateProfile>,
) -> Result<Json<Account>, Refusal> {
    Ok(Json(users::update(&state.domain, actor, body).await?))
}
