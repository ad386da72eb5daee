use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use live_domain::live;
use live_http::{Json, Path, problems};
use live_protocol::{StreamId, live::PlaybackToken};

problems!(
    ShareProblems: Unauthenticated,
    InvalidRequest,
    Forbidden,
    NotFound,
    PlaybackTokenInvalid,
);

/// Make a playback token
///
/// Who has it may watch and join the private stream. For its streamer and moderators.
#[utoipa::path(
    post,
    path = "/api/live/{id}/playback-token",
    operation_id = "createPlaybackToken",
    tag = "live",
    params(("id" = StreamId, Path, description = "The stream")),
    security(("bearer" = [])),
    responses((status = 200, description = "The token", body = PlaybackToken), ShareProblems)
)]
pub(crate) async fn share(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<StreamId>,
) -> Result<Json<PlaybackToken>, Refusal> {
    Ok(Json(live::share(&state.domain, &actor, id).await?))
}
