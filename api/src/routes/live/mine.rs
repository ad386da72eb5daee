use crate::{
    ApiState, authenticated::Authenticated, refusal::Refusal, routes::list_query::ListQuery,
};
use axum::extract::State;
use live_domain::live;
use live_http::{Json, Query, problems};
use live_protocol::{Page, live::Stream};

problems!(MineProblems: Unauthenticated, InvalidRequest);

/// The caller's streams
#[utoipa::path(
    get,
    path = "/api/live/mine",
    operation_id = "listMyStreams",
    tag = "live",
    params(ListQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "A page, the newest first", body = Page<Stream>),
        MineProblems
    )
)]
pub(crate) async fn mine(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Query(query): Query<ListQuery>,
) -> Result<Json<Page<Stream>>, Refusal> {
    let cursor = query.cursor.as_deref();
    let page = live::mine(&state.domain, &actor, cursor, query.limit).await?;
    Ok(Json(page))
}
