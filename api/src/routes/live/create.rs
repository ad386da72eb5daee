use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::live;
use live_http::{Json, problems};
use live_protocol::live::{CreateStream, Stream};

problems!(CreateStreamProblems: body, Unauthenticated, StreamAlreadyOpen);

/// Create a stream
///
/// `ingest` of the answer says where the encoder sends to; its key is shown only here and leads to
/// this stream until it ends. A streamer has one stream at a time that is not ended.
#[utoipa::path(
    post,
    path = "/api/live",
    operation_id = "createStream",
    tag = "live",
    request_body = CreateStream,
    security(("bearer" = [])),
    responses((status = 201, description = "Created", body = Stream), CreateStreamProblems)
)]
pub(crate) async fn create(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Json(body): Json<CreateStream>,
) -> Result<(StatusCode, Json<Stream>), Refusal> {
    let stream = live::create(&state.domain, &actor, body).await?;
    Ok((StatusCode::CREATED, Json(stream)))
}
