use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use live_domain::live;
use live_http::{Json, Path, problems};
use live_protocol::{
    StreamId,
    live::{Stream, UpdateStream},
};

problems!(
    UpdateStreamProblems: body,
    Unauthenticated,
    Forbidden,
    NotFound,
    PlaybackTokenInvalid,
    StreamEnded,
);

/// Change a stream
///
/// For its streamer, while it has not ended; what is absent stays as it is.
#[utoipa::path(
    patch,
    path = "/api/live/{id}",
    operation_id = "updateStream",
    tag = "live",
    params(("id" = StreamId, Path, description = "The stream")),
    request_body = UpdateStream,
    security(("bearer" = [])),
    responses((status = 200, description = "The stream now", body = Stream), UpdateStreamProblems)
)]
pub(crate) async fn update(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<StreamId>,
    Json(body): Json<UpdateStream>,
) -> Result<Json<Stream>, Refusal> {
    Ok(Json(live::update(&state.domain, &actor, id, body).await?))
}
