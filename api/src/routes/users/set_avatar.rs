use crate::{
    ApiState,
    authenticated::Authenticated,
    picture::{Picture, Upload},
    refusal::Refusal,
};
use axum::extract::State;
use live_domain::users;
use live_http::{Json, problems};
use live_protocol::user::Account;

problems!(SetAvatarProblems: body, Unauthenticated, ImageInvalid, Conflict);

/// Set the caller's picture
///
/// The part `file` is a PNG, JPEG, WebP or GIF of 8 MiB and 50 million pixels at most. It is turned
/// upright, cut to its middle square and drawn anew with 512 pixels a side; nothing else of the
/// file is kept.
#[utoipa::path(
    put,
    path = "/api/users/me/avatar",
    operation_id = "setAvatar",
    tag = "users",
    request_body(content = Picture, content_type = "multipart/form-data"),
    security(("bearer" = [])),
    responses((status = 200, description = "The account now", body = Account), SetAvatarProblems)
)]
pub(crate) async fn set_avatar(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Upload(file): Upload,
) -> Result<Json<Account>, Refusal> {
    Ok(Json(users::set_avatar(&state.domain, actor, file).await?))
}
