//! Reactions: counted, and told to the room in batches.

use crate::{Domain, Result};
use live_bus::Topic;
use live_database::{DatabaseError, reactions};
use live_protocol::{
    StreamId,
    event::BusEvent,
    live::ReactionCount,
    socket::{Reactions, ServerEvent},
};

/// Adds a batch of reactions, which a gateway gathered, and tells the room.
pub async fn add(domain: &Domain, stream_id: StreamId, counts: Vec<ReactionCount>) -> Result<()> {
    let mut tx = domain.database.begin().await?;
    for one in &counts {
        reactions::add(&mut tx, stream_id, one.kind, one.count).await?;
    }
    tx.commit().await.map_err(DatabaseError::from)?;
    let event = ServerEvent::Reactions(Reactions { stream_id, counts });
    domain
        .bus
        .publish(
            Topic::Stream(stream_id),
            BusEvent::Room { stream_id, event },
        )
        .await?;
    Ok(())
}

/// The stream's reactions so far.
pub async fn counts(domain: &Domain, stream_id: StreamId) -> Result<Vec<ReactionCount>> {
    Ok(reactions::of_stream(&domain.database, stream_id).await?)
}
