//! Playlists: the multivariant one, and media playlists that wait for what is asked for.

use super::{
    access::Access,
    answer::{self, Lifetime},
    directives::Directives,
    rendered::Rendered,
    stream::LiveStream,
    wait,
};
use axum::response::Response;
use http::HeaderMap;
use live_hls::{Packager, Readiness, RenditionId};
use live_http::Problem;
use live_protocol::ErrorCode;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Seconds that a multivariant playlist may be kept: bit rates change, renditions may come.
const MULTIVARIANT_S: u32 = 2;
/// Target durations that the answer to a blocking request may be kept: it has what was asked for,
/// now and later (rfc8216bis, B.1).
const BLOCKING_TARGETS: u32 = 6;

/// A request that may be answered.
pub(super) struct Asked<'a> {
    pub(super) stream: &'a LiveStream,
    pub(super) access: Access,
    pub(super) headers: &'a HeaderMap,
    pub(super) closing: &'a CancellationToken,
}

/// `index.m3u8`.
pub(super) async fn multivariant(asked: &Asked<'_>) -> Result<Response, Problem> {
    let look = |packager: &Packager| packager.multivariant_playlist(asked.access.query());
    // Each rendition's waiters hear of the first playlist, whichever it is.
    let text = wait::until(asked.stream, RenditionId::Video, asked.closing, look).await?;
    let rendered = Rendered::new(0, text);
    let lifetime = Lifetime::seconds(MULTIVARIANT_S, &asked.access);
    Ok(answer::playlist(
        "multivariant",
        &rendered,
        asked.headers,
        lifetime,
    ))
}

/// `video.m3u8`, `audio.m3u8`.
pub(super) async fn media(
    asked: &Asked<'_>,
    name: &str,
    directives: &Directives<'_>,
) -> Result<Response, Problem> {
    let id = RenditionId::from_name(name).ok_or(Problem::new(ErrorCode::NotFound))?;
    let wanted = directives.wanted()?;
    let rendered = wait::until(asked.stream, id, asked.closing, |packager| {
        look(asked, packager, id, wanted, directives.skip)
    });
    let (rendered, target_s) = rendered.await??;
    let lifetime_s = if wanted.is_some() {
        BLOCKING_TARGETS * target_s
    } else {
        // Half of it, as players that don't block ask again after that at the earliest (6.3.4).
        (target_s / 2).max(1)
    };
    let lifetime = Lifetime::seconds(lifetime_s, &asked.access);
    Ok(answer::playlist(
        "media",
        &rendered,
        asked.headers,
        lifetime,
    ))
}

type Found = Result<(Arc<Rendered>, u32), Problem>;

/// The playlist, if it has what is wanted; a refusal, if that is too far away; `None` to wait.
fn look(
    asked: &Asked<'_>,
    packager: &Packager,
    id: RenditionId,
    wanted: Option<(u64, Option<u32>)>,
    skip: bool,
) -> Option<Found> {
    let target_s = packager.target_duration_s()?;
    if packager.is_ready() && packager.version(id).is_none() {
        return Some(Err(Problem::new(ErrorCode::NotFound)));
    }
    if let Some((msn, part)) = wanted {
        match packager.readiness(id, msn, part)? {
            Readiness::Ready => {}
            Readiness::Wait => return None,
            Readiness::TooFar => {
                let problem = Problem::invalid("_HLS_msn", "is too far in the future");
                return Some(Err(problem));
            }
        }
    }
    let rendered = match asked.access.query() {
        None => asked.stream.rendered.get(packager, id, skip)?,
        // Each holder of a token gets a playlist with that token in it.
        query => Arc::new(Rendered::new(0, packager.media_playlist(id, skip, query)?)),
    };
    Some(Ok((rendered, target_s)))
}
