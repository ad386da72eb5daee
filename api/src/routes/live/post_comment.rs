use super::watch_query::WatchQuery;
use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::live::comment;
use live_http::{Json, Path, Query, problems};
use live_protocol::{
    StreamId,
    comment::{Comment, PostComment},
};

problems!(
    PostCommentProblems: body,
    Unauthenticated,
    NotFound,
    PlaybackTokenInvalid,
    CommentRefused,
    Blocked,
    StreamEnded,
);

/// Write a comment
///
/// The same `client_id` again answers the comment that is stored already.
#[utoipa::path(
    post,
    path = "/api/live/{id}/comments",
    operation_id = "postComment",
    tag = "live",
    params(("id" = StreamId, Path, description = "The stream"), WatchQuery),
    request_body = PostComment,
    security(("bearer" = [])),
    responses((status = 201, description = "The comment", body = Comment), PostCommentProblems)
)]
pub(crate) async fn post_comment(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<StreamId>,
    Query(query): Query<WatchQuery>,
    Json(body): Json<PostComment>,
) -> Result<(StatusCode, Json<Comment>), Refusal> {
    let token = query.token.as_deref();
    let comment = comment::post(&state.domain, &actor, id, token, &body).await?;
    Ok((StatusCode::CREATED, Json(comment)))
}
