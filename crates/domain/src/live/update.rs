use super::{command, details, ingest, tell_room, view, watch};
use crate::{Actor, Domain, Error, Result};
use live_database::{DatabaseError, streams};
use live_protocol::{
    ErrorCode, StreamId,
    event::BusEvent,
    live::{CreateStream, Stream, StreamState, UpdateStream},
    socket::{ServerEvent, StreamUpdated},
};

/// Changes a stream's details: for its streamer, while it has not ended. The room hears of it; a
/// changed visibility reaches the media services.
pub async fn update(
    domain: &Domain,
    actor: &Actor,
    stream_id: StreamId,
    wanted: UpdateStream,
) -> Result<Stream> {
    let before = watch::find(domain, Some(actor), stream_id, None).await?;
    if before.streamer.id != actor.user_id {
        return Err(Error::new(ErrorCode::Forbidden));
    }
    if before.state == StreamState::Ended {
        return Err(Error::new(ErrorCode::StreamEnded));
    }
    let wanted = CreateStream {
        title: wanted.title.unwrap_or(before.title),
        description: wanted.description.unwrap_or(before.description),
        // An empty slug takes the category away.
        category: wanted
            .category
            .or(before.category)
            .filter(|slug| !slug.is_empty()),
        tags: wanted.tags.unwrap_or(before.tags),
        visibility: wanted.visibility.unwrap_or(before.visibility),
    };
    let details = details::checked(domain, wanted).await?;
    let mut tx = domain.database.begin().await?;
    streams::update(&mut tx, stream_id, &details, domain.clock.now()).await?;
    tx.commit().await.map_err(DatabaseError::from)?;
    if details.visibility != before.visibility {
        let visibility = details.visibility;
        command(
            domain,
            BusEvent::SetVisibility {
                stream_id,
                visibility,
            },
        )
        .await;
    }
    tell_room(
        domain,
        stream_id,
        ServerEvent::StreamUpdated(StreamUpdated { stream_id }),
    )
    .await;
    let row = watch::find(domain, Some(actor), stream_id, None).await?;
    let ingest = ingest::of_stream(domain, actor.user_id, stream_id, None).await?;
    view::stream(domain, row, Some(ingest))
}
