use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use live_domain::live::key;
use live_http::{Json, problems};
use live_protocol::live::StreamKey;

problems!(KeysProblems: Unauthenticated);

/// The caller's stream key
///
/// Without its secret; an empty list while there is none. It leads to whatever stream of the
/// caller is open, and opens one like the last if none is.
#[utoipa::path(
    get,
    path = "/api/live/keys",
    operation_id = "listStreamKeys",
    tag = "live",
    security(("bearer" = [])),
    responses((status = 200, description = "The key", body = Vec<StreamKey>), KeysProblems)
)]
pub(crate) async fn keys(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Vec<StreamKey>>, Refusal> {
    Ok(Json(key::list(&state.domain, &actor).await?))
}
