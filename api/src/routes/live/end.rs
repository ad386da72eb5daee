use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use live_domain::live;
use live_http::{Json, Path, problems};
use live_protocol::{StreamId, live::Stream};

problems!(
    EndStreamProblems: Unauthenticated,
    InvalidRequest,
    Forbidden,
    NotFound,
    PlaybackTokenInvalid,
);

/// End a stream
///
/// For good: the encoder is cut. Its streamer may, and moderators. One that has ended is answered
/// as it is.
#[utoipa::path(
    post,
    path = "/api/live/{id}/end",
    operation_id = "endStream",
    tag = "live",
    params(("id" = StreamId, Path, description = "The stream")),
    security(("bearer" = [])),
    responses((status = 200, description = "The stream now", body = Stream), EndStreamProblems)
)]
pub(crate) async fn end(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<StreamId>,
) -> Result<Json<Stream>, Refusal> {
    Ok(Json(live::end(&state.domain, &actor, id).await?))
}
