use crate::{
    ApiState, authenticated::Authenticated, refusal::Refusal, routes::list_query::ListQuery,
};
use axum::extract::State;
use live_domain::users;
use live_http::{Json, Query, problems};
use live_protocol::{Page, user::UserSummary};

problems!(FollowersProblems: Unauthenticated, InvalidRequest);

/// Who follows the caller
#[utoipa::path(
    get,
    path = "/api/users/me/followers",
    operation_id = "listFollowers",
    tag = "users",
    params(ListQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "A page, the newest first", body = Page<UserSummary>),
        FollowersProblems
    )
)]
pub(crate) async fn followers(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Query(query): Query<ListQuery>,
) -> Result<Json<Page<UserSummary>>, Refusal> {
    let cursor = query.cursor.as_deref();
    let page = users::followers(&state.domain, actor, cursor, query.limit).await?;
    Ok(Json(page))
}
