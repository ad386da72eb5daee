use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use live_domain::users;
use live_http::{Json, problems};
use live_protocol::user::Account;

problems!(MeProblems: Unauthenticated);

/// The caller's own account
#[utoipa::path(
    get,
    path = "/api/users/me",
    operation_id = "getMe",
    tag = "users",
    security(("bearer" = [])),
    responses((status = 200, description = "The account", body = Account), MeProblems)
)]
pub(crate) async fn me(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Account>, Refusal> {
    Ok(Json(users::me(&state.domain, actor).await?))
}
