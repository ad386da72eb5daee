use super::{details, ingest, key, view};
use crate::{Actor, Domain, Error, Result};
use live_database::{
    DatabaseError,
    streams::{self, StreamDetails},
};
use live_protocol::{
    ErrorCode, StreamId, UserId,
    live::{CreateStream, Stream},
};

/// Creates a stream with a key of its own, which is shown only in this answer and leads here until
/// the stream ends. `stream_already_open` if the streamer has one that is not ended.
pub async fn create(domain: &Domain, actor: &Actor, wanted: CreateStream) -> Result<Stream> {
    let details = details::checked(domain, wanted).await?;
    let (stream_id, secret) = store(domain, actor.user_id, &details).await?;
    tracing::info!(%stream_id, user_id = %actor.user_id, "stream created");
    let row = streams::by_id(&domain.database, stream_id)
        .await?
        .ok_or_else(|| Error::internal("a stream that was just stored is missing"))?;
    let ingest = ingest::of_stream(domain, actor.user_id, stream_id, Some(secret)).await?;
    view::stream(domain, row, Some(ingest))
}

/// Stores the stream and its key.
pub(super) async fn store(
    domain: &Domain,
    user_id: UserId,
    details: &StreamDetails,
) -> Result<(StreamId, String)> {
    let now = domain.clock.now();
    let stream_id = StreamId::from_uuid(domain.random.uuid_v7(now));
    let mut tx = domain.database.begin().await?;
    match streams::insert(&mut tx, stream_id, user_id, details, now).await {
        Ok(()) => {}
        Err(DatabaseError::Duplicate) => return Err(Error::new(ErrorCode::StreamAlreadyOpen)),
        Err(error) => return Err(error.into()),
    }
    let key = key::mint(domain, &mut tx, user_id, Some(stream_id), now).await?;
    tx.commit().await.map_err(DatabaseError::from)?;
    Ok((stream_id, key.secret))
}
