use crate::{ApiState, refusal::Refusal};
use axum::extract::State;
use live_domain::live;
use live_http::{InternalOnly, Json};
use live_protocol::hooks::{PublishGrant, PublishRequest};

/// May this encoder publish, and to which stream?
pub(super) async fn publish(
    _: InternalOnly,
    State(state): State<ApiState>,
    Json(body): Json<PublishRequest>,
) -> Result<Json<PublishGrant>, Refusal> {
    Ok(Json(live::publish(&state.domain, &body).await?))
}
