use super::watch_query::WatchQuery;
use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use live_domain::live;
use live_http::{Json, Path, Query, problems};
use live_protocol::{StreamId, live::Stream};

problems!(GetStreamProblems: Unauthenticated, InvalidRequest, NotFound, PlaybackTokenInvalid);

/// A stream
///
/// A private one for its streamer, moderators and whoever has a playback token. Its streamer gets
/// `ingest` too.
#[utoipa::path(
    get,
    path = "/api/live/{id}",
    operation_id = "getStream",
    tag = "live",
    params(("id" = StreamId, Path, description = "The stream"), WatchQuery),
    security((), ("bearer" = [])),
    responses((status = 200, description = "The stream", body = Stream), GetStreamProblems)
)]
pub(crate) async fn get(
    State(state): State<ApiState>,
    actor: Option<Authenticated>,
    Path(id): Path<StreamId>,
    Query(query): Query<WatchQuery>,
) -> Result<Json<Stream>, Refusal> {
    let actor = actor.map(|Authenticated(actor)| actor);
    let token = query.token.as_deref();
    let stream = live::get(&state.domain, actor.as_ref(), id, token).await?;
    Ok(Json(stream))
}
