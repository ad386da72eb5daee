use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::live::comment;
use live_http::{Path, problems};
use live_protocol::{CommentId, StreamId};

problems!(
    DeleteCommentProblems: Unauthenticated,
    InvalidRequest,
    Forbidden,
    NotFound,
    PlaybackTokenInvalid,
);

/// Delete a comment
///
/// Its author may, the streamer and moderators.
#[utoipa::path(
    delete,
    path = "/api/live/{id}/comments/{comment}",
    operation_id = "deleteComment",
    tag = "live",
    params(
        ("id" = StreamId, Path, description = "The stream"),
        ("comment" = CommentId, Path, description = "The comment"),
    ),
    security(("bearer" = [])),
    responses((status = 204, description = "Deleted"), DeleteCommentProblems)
)]
pub(crate) async fn delete_comment(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Path((id, comment)): Path<(StreamId, CommentId)>,
) -> Result<StatusCode, Refusal> {
    comment::delete(&state.domain, &actor, id, comment).await?;
    Ok(StatusCode::NO_CONTENT)
}
