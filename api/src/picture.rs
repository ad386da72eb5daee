//! A picture in a multipart body.

use crate::ApiState;
use axum::extract::{FromRequest, Multipart, Request};
use bytes::Bytes;
use live_config::limits::LimitsConfig;
use live_http::Problem;
use live_protocol::ErrorCode;
use utoipa::ToSchema;

/// What a multipart body has around its file at most.
const MULTIPART_BYTES_MAX: usize = 16 * 1024;

/// Bytes of a body with a picture at most.
pub(crate) const fn body_bytes_max(limits: &LimitsConfig) -> usize {
    limits.upload_bytes_max.saturating_add(MULTIPART_BYTES_MAX)
}

/// A picture to upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described: the parts are read one by one")]
pub(crate) struct Picture {
    /// PNG, JPEG, WebP or GIF (its first frame).
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

/// The bytes of an uploaded picture: the part named `file`, within the limit.
pub(crate) struct Upload(pub(crate) Bytes);

impl FromRequest<ApiState> for Upload {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &ApiState) -> Result<Self, Problem> {
        let mut parts = Multipart::from_request(request, state).await?;
        while let Some(part) = parts.next_field().await? {
            if part.name() == Some("file") {
                let file = part.bytes().await?;
                if file.len() > state.domain.config.limits.upload_bytes_max {
                    return Err(Problem::new(ErrorCode::BodyTooLarge));
                }
                return Ok(Self(file));
            }
        }
        Err(Problem::invalid("file", "is missing"))
    }
}
