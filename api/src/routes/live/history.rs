use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use live_domain::live::{self, ListComments};
use live_http::{Json, Path, Query, problems};
use live_protocol::{Page, StreamId, comment::Comment};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which comments.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CommentsQuery {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Those after this `seq` instead, in order: what someone missed.
    #[param(minimum = 0)]
    after_seq: Option<i64>,
    /// Items at most.
    #[param(minimum = 1, maximum = 100, default = 30)]
    limit: Option<u32>,
    /// A playback token that was shared with the caller.
    token: Option<String>,
}

problems!(HistoryProblems: Unauthenticated, InvalidRequest, NotFound, PlaybackTokenInvalid);

/// A stream's comments
///
/// The newest first; with `after_seq` in order.
#[utoipa::path(
    get,
    path = "/api/live/{id}/comments",
    operation_id = "listComments",
    tag = "live",
    params(("id" = StreamId, Path, description = "The stream"), CommentsQuery),
    security((), ("bearer" = [])),
    responses((status = 200, description = "A page", body = Page<Comment>), HistoryProblems)
)]
pub(crate) async fn history(
    State(state): State<ApiState>,
    actor: Option<Authenticated>,
    Path(id): Path<StreamId>,
    Query(query): Query<CommentsQuery>,
) -> Result<Json<Page<Comment>>, Refusal> {
    let actor = actor.map(|Authenticated(actor)| actor);
    let wanted = ListComments {
        cursor: query.cursor.as_deref(),
        after_seq: query.after_seq,
        limit: query.limit,
        playback_token: query.token.as_deref(),
    };
    let page = live::history(&state.domain, actor.as_ref(), id, &wanted).await?;
    Ok(Json(page))
}
