//! Init sections, segments and parts.

use super::{
    answer::{self, Lifetime},
    playlist::Asked,
    wait,
};
use axum::response::Response;
use live_hls::{Media, Packager, RenditionId, Resource};
use live_http::Problem;
use live_protocol::ErrorCode;

/// A resource by its file name. A part that was hinted is waited for.
pub(super) async fn resource(asked: &Asked<'_>, file: &str) -> Result<Response, Problem> {
    let look = |packager: &Packager| match packager.resource(file) {
        Resource::Ready(media) => Some(Ok(media)),
        Resource::Gone => Some(Err(Problem::new(ErrorCode::NotFound))),
        Resource::Pending => None,
    };
    let (name, _) = file.split_once('-').unwrap_or_default();
    let id = RenditionId::from_name(name).ok_or(Problem::new(ErrorCode::NotFound))?;
    let media: Media = wait::until(asked.stream, id, asked.closing, look).await??;
    Ok(answer::media(
        kind(file),
        media,
        Lifetime::forever(&asked.access),
    ))
}

/// What it is, for metrics.
fn kind(file: &str) -> &'static str {
    if file.contains("-part-") {
        "part"
    } else if file.contains("-init-") {
        "init"
    } else {
        "segment"
    }
}
