//! Who may watch, and who does.

use crate::{Actor, Domain, Error, Result, live::playback};
use live_database::streams::{self, StreamRow};
use live_protocol::{
    ErrorCode, StreamId,
    live::{StreamState, Visibility},
    user::Role,
};
use std::time::Duration;

/// Streams that are looked at in one go.
const STREAMS_MAX: u32 = 10_000;

/// The stream, if `actor` (none: anonymous) may watch it, with `playback_token` if they have one.
/// `not_found`, or `playback_token_invalid` for a private stream.
pub async fn find(
    domain: &Domain,
    actor: Option<&Actor>,
    stream_id: StreamId,
    playback_token: Option<&str>,
) -> Result<StreamRow> {
    let stream = streams::by_id(&domain.database, stream_id)
        .await?
        .ok_or_else(|| Error::new(ErrorCode::NotFound))?;
    if may_watch(domain, actor, &stream, playback_token) {
        Ok(stream)
    } else {
        Err(Error::new(ErrorCode::PlaybackTokenInvalid))
    }
}

/// Whether `actor` (none: anonymous) may watch the stream, with `playback_token` if they have one.
pub fn may_watch(
    domain: &Domain,
    actor: Option<&Actor>,
    stream: &StreamRow,
    playback_token: Option<&str>,
) -> bool {
    stream.visibility != Visibility::Private
        || actor.is_some_and(|actor| manages(actor, stream))
        || playback_token.is_some_and(|token| playback::is_valid(domain, token, stream.id))
}

/// A stream that is private now; `None` if it is not, or there is none. To see who must go.
pub async fn private(domain: &Domain, stream_id: StreamId) -> Result<Option<StreamRow>> {
    let stream = streams::by_id(&domain.database, stream_id).await?;
    Ok(stream.filter(|stream| stream.visibility == Visibility::Private))
}

/// Whether `actor` keeps order in the stream: its streamer, a moderator or an admin.
pub fn manages(actor: &Actor, stream: &StreamRow) -> bool {
    stream.streamer.id == actor.user_id || actor.role >= Role::Moderator
}

/// The gauge of a stream's viewers on the bus; each gateway reports its part.
pub fn gauge(stream_id: StreamId) -> String {
    format!("viewers:{stream_id}")
}

/// Viewers now, over all gateways.
pub async fn viewers(domain: &Domain, stream_id: StreamId) -> Result<i64> {
    Ok(domain.bus.total(&gauge(stream_id)).await?.max(0))
}

/// Stores that nobody watches the streams whose gateways all went without a word. Gateways that
/// are there store the viewers themselves ([`record`]).
pub async fn forget_gone(domain: &Domain) -> Result<()> {
    for stream_id in streams::with_viewers(&domain.database, STREAMS_MAX).await? {
        if viewers(domain, stream_id).await? == 0 {
            record(domain, stream_id, 0, Duration::ZERO).await?;
        }
    }
    Ok(())
}

/// Stores that `viewers` watch now, over all gateways, and that viewers of the calling gateway
/// watched for `watched` together since it last told.
pub async fn record(
    domain: &Domain,
    stream_id: StreamId,
    viewers: i64,
    watched: Duration,
) -> Result<()> {
    let watched_ms = i64::try_from(watched.as_millis()).unwrap_or(i64::MAX);
    streams::set_viewers(&domain.database, stream_id, viewers.max(0), watched_ms).await?;
    Ok(())
}

/// Where the stream stands now; `None` if there is none.
pub async fn state(domain: &Domain, stream_id: StreamId) -> Result<Option<StreamState>> {
    Ok(streams::by_id(&domain.database, stream_id)
        .await?
        .map(|stream| stream.state))
}
