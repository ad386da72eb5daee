use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::{FromRequest, Multipart, Request, State};
use bytes::Bytes;
use live_domain::users;
use live_http::{Json, Problem, problems};
use live_protocol::{ErrorCode, user::Account};
use utoipa::ToSchema;

/// A picture to upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described: the parts are read one by one")]
pub(crate) struct Picture {
    /// PNG, JPEG, WebP or GIF (its first frame).
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

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
    request: Request,
) -> Result<Json<Account>, Refusal> {
    let parts = Multipart::from_request(request, &state)
        .await
        .map_err(Problem::from)?;
    let file = file_of(parts, state.domain.config.limits.upload_bytes_max).await?;
    Ok(Json(users::set_avatar(&state.domain, actor, file).await?))
}

/// The part named `file`.
async fn file_of(mut parts: Multipart, bytes_max: usize) -> Result<Bytes, Problem> {
    while let Some(part) = parts.next_field().await? {
        if part.name() == Some("file") {
            let file = part.bytes().await?;
            if file.len() > bytes_max {
                return Err(Problem::new(ErrorCode::BodyTooLarge));
            }
            return Ok(file);
        }
    }
    Err(Problem::invalid("file", "is missing"))
}
