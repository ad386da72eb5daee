use crate::{ApiState, refusal::Refusal};
use axum::extract::State;
use live_domain::live::{self, ListLive};
use live_http::{Json, Query, problems};
use live_protocol::{
    Page,
    live::{LiveSort, Stream},
};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which live streams.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LiveQuery {
    /// Only of this category, by slug.
    category: Option<String>,
    /// Only with this tag.
    tag: Option<String>,
    /// Only of this streamer, by user name.
    streamer: Option<String>,
    /// Only with this text in the title, the streamer's names or the tags.
    #[param(max_length = 100)]
    q: Option<String>,
    /// In which order.
    #[param(inline)]
    sort: Option<LiveSort>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Items at most.
    #[param(minimum = 1, maximum = 100, default = 30)]
    limit: Option<u32>,
}

problems!(ListLiveProblems: InvalidRequest);

/// Streams that are live
///
/// Public ones, the most watched first or the newest first; also those whose encoder is away for a
/// moment (`state` is `interrupted`).
#[utoipa::path(
    get,
    path = "/api/live",
    operation_id = "listLive",
    tag = "live",
    params(LiveQuery),
    responses((status = 200, description = "A page", body = Page<Stream>), ListLiveProblems)
)]
pub(crate) async fn list(
    State(state): State<ApiState>,
    Query(query): Query<LiveQuery>,
) -> Result<Json<Page<Stream>>, Refusal> {
    let wanted = ListLive {
        category: query.category,
        tag: query.tag,
        streamer: query.streamer,
        search: query.q,
        sort: query.sort.unwrap_or_default(),
        cursor: query.cursor,
        limit: query.limit,
    };
    Ok(Json(live::list(&state.domain, &wanted).await?))
}
