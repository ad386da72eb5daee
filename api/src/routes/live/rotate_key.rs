use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use live_domain::live::key;
use live_http::{Json, problems};
use live_protocol::live::StreamKey;

problems!(RotateKeyProblems: Unauthenticated, Conflict);

/// Make a new stream key
///
/// The one before stops working at once. `secret` is shown only in this answer.
#[utoipa::path(
    post,
    path = "/api/live/keys/rotate",
    operation_id = "rotateStreamKey",
    tag = "live",
    security(("bearer" = [])),
    responses((status = 200, description = "The new key", body = StreamKey), RotateKeyProblems)
)]
pub(crate) async fn rotate_key(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<StreamKey>, Refusal> {
    Ok(Json(key::rotate(&state.domain, &actor).await?))
}
