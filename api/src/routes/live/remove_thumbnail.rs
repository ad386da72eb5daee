use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use live_domain::live;
use live_http::{Json, Path, problems};
use live_protocol::{StreamId, live::Stream};

problems!(
    RemoveThumbnailProblems: Unauthenticated,
    InvalidRequest,
    Forbidden,
    NotFound,
    PlaybackTokenInvalid,
    StreamEnded,
    Conflict,
);

/// Take a stream's picture away
///
/// The one that is made of the video is shown again. For its streamer, while it has not ended.
#[utoipa::path(
    delete,
    path = "/api/live/{id}/thumbnail",
    operation_id = "removeThumbnail",
    tag = "live",
    params(("id" = StreamId, Path, description = "The stream")),
    security(("bearer" = [])),
    responses((status = 200, description = "The stream now", body = Stream), RemoveThumbnailProblems)
)]
pub(crate) async fn remove_thumbnail(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<StreamId>,
) -> Result<Json<Stream>, Refusal> {
    let stream = live::remove_thumbnail(&state.domain, &actor, id).await?;
    Ok(Json(stream))
}
