use super::{ingest, view, watch};
use crate::{Actor, Domain, Result};
use live_protocol::{StreamId, live::Stream};

/// A stream, for whoever may watch it: refuses as [`watch::find`]. Its streamer gets where to send
/// the media too.
pub async fn get(
    domain: &Domain,
    actor: Option<&Actor>,
    stream_id: StreamId,
    playback_token: Option<&str>,
) -> Result<Stream> {
    let row = watch::find(domain, actor, stream_id, playback_token).await?;
    let ingest = match actor {
        Some(actor) if actor.user_id == row.streamer.id => {
            Some(ingest::of_stream(domain, actor.user_id, stream_id, None).await?)
        }
        _ => None,
    };
    view::stream(domain, row, ingest)
}
