use crate::{
    ApiState,
    authenticated::Authenticated,
    picture::{Picture, Upload},
    refusal::Refusal,
};
use axum::extract::State;
use live_domain::live;
use live_http::{Json, Path, problems};
use live_protocol::{StreamId, live::Stream};

problems!(
    SetThumbnailProblems: body,
    Unauthenticated,
    Forbidden,
    NotFound,
    PlaybackTokenInvalid,
    StreamEnded,
    ImageInvalid,
    Conflict,
);

/// Set a stream's picture
///
/// For its streamer, while it has not ended. It is shown in place of the one that is made of the
/// video. The part `file` is a PNG, JPEG, WebP or GIF of 8 MiB and 50 million pixels at most. It is
/// turned upright, its middle is cut and drawn anew with 1,280 by 720 pixels; nothing else of the
/// file is kept.
#[utoipa::path(
    put,
    path = "/api/live/{id}/thumbnail",
    operation_id = "setThumbnail",
    tag = "live",
    params(("id" = StreamId, Path, description = "The stream")),
    request_body(content = Picture, content_type = "multipart/form-data"),
    security(("bearer" = [])),
    responses((status = 200, description = "The stream now", body = Stream), SetThumbnailProblems)
)]
pub(crate) async fn set_thumbnail(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<StreamId>,
    Upload(file): Upload,
) -> Result<Json<Stream>, Refusal> {
    let stream = live::set_thumbnail(&state.domain, &actor, id, file).await?;
    Ok(Json(stream))
}
