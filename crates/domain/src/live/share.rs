use super::{playback, watch};
use crate::{Actor, Domain, Error, Result};
use live_protocol::{ErrorCode, StreamId, live::PlaybackToken};

/// A token to share: who has it watches the stream. For those who keep order in it.
pub async fn share(domain: &Domain, actor: &Actor, stream_id: StreamId) -> Result<PlaybackToken> {
    let stream = watch::find(domain, Some(actor), stream_id, None).await?;
    if !watch::manages(actor, &stream) {
        return Err(Error::new(ErrorCode::Forbidden));
    }
    Ok(PlaybackToken {
        token: playback::token(domain, stream_id)?,
        expires_in: domain.config.live.playback_token_s,
    })
}
