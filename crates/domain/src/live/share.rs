use super::{playback, watch};
use crate::{Actor, Domain, Error, Result};
use live_protocol::{ErrorCode, StreamId, live::PlaybackToken};
use std::time::Duration;

/// A token to share: who has it watches the stream. For those who keep order in it.
pub async fn share(domain: &Domain, actor: &Actor, stream_id: StreamId) -> Result<PlaybackToken> {
    let stream = watch::find(domain, Some(actor), stream_id, None).await?;
    if !watch::manages(actor, &stream) {
        return Err(Error::new(ErrorCode::Forbidden));
    }
    let valid = Duration::from_secs(domain.config.live.playback_token_s);
    let expires_at = domain.clock.now().plus(valid);
    let token = playback::token(domain, stream_id)?;
    Ok(PlaybackToken { token, expires_at })
}
