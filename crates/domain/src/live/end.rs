use super::{command, tell_room, view, watch};
use crate::{Actor, Domain, Error, Result};
use live_database::{DatabaseError, stream_keys, streams};
use live_protocol::{
    ErrorCode, StreamId, Timestamp,
    event::BusEvent,
    live::{EndReason, Stream, StreamState},
    socket::{ServerEvent, StreamChanged},
};

/// Ends a stream: its streamer may, and moderators. The encoder is cut and the room hears of it.
/// Ending one that has ended answers it as it is.
pub async fn end(domain: &Domain, actor: &Actor, stream_id: StreamId) -> Result<Stream> {
    let row = watch::find(domain, Some(actor), stream_id, None).await?;
    if !watch::manages(actor, &row) {
        return Err(Error::new(ErrorCode::Forbidden));
    }
    let reason = if row.streamer.id == actor.user_id {
        EndReason::Streamer
    } else {
        EndReason::Moderator
    };
    if conclude(domain, stream_id, reason, domain.clock.now()).await? {
        tracing::info!(%stream_id, user_id = %actor.user_id, reason = reason.as_str(), "stream ended");
    }
    let row = watch::find(domain, Some(actor), stream_id, None).await?;
    view::stream(domain, row, None)
}

/// Ends a stream if it has not ended: revokes its key, commands the media services, tells the
/// room. True if it was this call that ended it.
pub(super) async fn conclude(
    domain: &Domain,
    stream_id: StreamId,
    reason: EndReason,
    at: Timestamp,
) -> Result<bool> {
    let mut tx = domain.database.begin().await?;
    let ended = streams::set_ended(&mut tx, stream_id, reason, at).await?;
    if ended {
        stream_keys::revoke_of_stream(&mut tx, stream_id, at).await?;
    }
    tx.commit().await.map_err(DatabaseError::from)?;
    if ended {
        command(domain, BusEvent::EndStream { stream_id, reason }).await;
        let change = StreamChanged {
            stream_id,
            state: StreamState::Ended,
            end_reason: Some(reason),
            at,
        };
        tell_room(domain, stream_id, ServerEvent::StreamState(change)).await;
    }
    Ok(ended)
}
