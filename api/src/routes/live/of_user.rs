use crate::{
    ApiState, authenticated::Authenticated, refusal::Refusal, routes::list_query::ListQuery,
};
use axum::extract::State;
use live_domain::live;
use live_http::{Json, Path, Query, problems};
use live_protocol::{Page, live::Stream};

problems!(StreamsOfUserProblems: Unauthenticated, InvalidRequest, NotFound);

/// A user's streams
///
/// The public ones that were live; all of them for the user and for moderators.
#[utoipa::path(
    get,
    path = "/api/users/{user}/streams",
    operation_id = "listStreamsOfUser",
    tag = "live",
    params(("user" = String, Path, description = "The user's id or user name"), ListQuery),
    security((), ("bearer" = [])),
    responses(
        (status = 200, description = "A page, the newest first", body = Page<Stream>),
        StreamsOfUserProblems
    )
)]
pub(crate) async fn of_user(
    State(state): State<ApiState>,
    actor: Option<Authenticated>,
    Path(user): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Json<Page<Stream>>, Refusal> {
    let actor = actor.map(|Authenticated(actor)| actor);
    let cursor = query.cursor.as_deref();
    let page = live::of_user(&state.domain, actor.as_ref(), &user, cursor, query.limit).await?;
    Ok(Json(page))
}
