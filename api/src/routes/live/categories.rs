use crate::{ApiState, refusal::Refusal};
use axum::extract::State;
use live_domain::live;
use live_http::{Json, problems};
use live_protocol::live::Category;

problems!(CategoriesProblems);

/// All categories
///
/// In their order, with how many public streams are live in each.
#[utoipa::path(
    get,
    path = "/api/live/categories",
    operation_id = "listCategories",
    tag = "live",
    responses((status = 200, description = "All", body = Vec<Category>), CategoriesProblems)
)]
pub(crate) async fn categories(
    State(state): State<ApiState>,
) -> Result<Json<Vec<Category>>, Refusal> {
    Ok(Json(live::categories(&state.domain).await?))
}
