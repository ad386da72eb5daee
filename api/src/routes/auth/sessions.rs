use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use live_domain::auth;
use live_http::{Json, problems};
use live_protocol::{Page, auth::Session};

problems!(SessionsProblems: Unauthenticated);

/// Where the caller is logged in
///
/// The last used first; a hundred at most, on one page.
#[utoipa::path(
    get,
    path = "/api/auth/sessions",
    operation_id = "listSessions",
    tag = "auth",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The open sessions", body = Page<Session>),
        SessionsProblems
    )
)]
pub(crate) async fn sessions(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Page<Session>>, Refusal> {
    Ok(Json(auth::sessions(&state.domain, actor).await?))
}
