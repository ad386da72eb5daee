use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use live_domain::live;
use live_http::{Json, Path, problems};
use live_protocol::{StreamId, live::StreamStats};

problems!(
    StatsProblems: Unauthenticated,
    InvalidRequest,
    Forbidden,
    NotFound,
    PlaybackTokenInvalid,
);

/// A stream's statistics
///
/// For its streamer and moderators.
#[utoipa::path(
    get,
    path = "/api/live/{id}/stats",
    operation_id = "getStreamStats",
    tag = "live",
    params(("id" = StreamId, Path, description = "The stream")),
    security(("bearer" = [])),
    responses((status = 200, description = "Statistics", body = StreamStats), StatsProblems)
)]
pub(crate) async fn stats(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<StreamId>,
) -> Result<Json<StreamStats>, Refusal> {
    Ok(Json(live::stats(&state.domain, &actor, id).await?))
}
