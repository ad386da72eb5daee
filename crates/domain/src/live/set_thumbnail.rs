use super::{ingest, tell_room, view, watch};
use crate::{
    Actor, Domain, Error, Result,
    picture::{self, PictureKind},
};
use bytes::Bytes;
use live_database::streams::{self, StreamRow};
use live_protocol::{
    ErrorCode, StreamId,
    live::{Stream, StreamState},
    socket::{ServerEvent, StreamUpdated},
};

/// Sets a stream's picture to an uploaded one, drawn anew, in place of the one that is made of the
/// video: for its streamer, while it has not ended. The room hears of it. The caller bounds its
/// bytes.
pub async fn set_thumbnail(
    domain: &Domain,
    actor: &Actor,
    stream_id: StreamId,
    upload: Bytes,
) -> Result<Stream> {
    let stream = own_open(domain, actor, stream_id).await?;
    let jpeg = domain
        .pictures
        .redraw(PictureKind::Thumbnail, upload)
        .await?;
    let name = picture::store(domain, PictureKind::Thumbnail, &jpeg).await?;
    let replaced = replace(domain, &stream, Some(&name)).await;
    if replaced.is_err() {
        picture::remove(domain, PictureKind::Thumbnail, &name).await;
    }
    replaced?;
    shown(domain, actor, stream_id).await
}

/// Goes back to the picture that is made of the video; nothing happens if there is no other.
pub async fn remove_thumbnail(
    domain: &Domain,
    actor: &Actor,
    stream_id: StreamId,
) -> Result<Stream> {
    let stream = own_open(domain, actor, stream_id).await?;
    if stream.own_thumbnail.is_some() {
        replace(domain, &stream, None).await?;
    }
    shown(domain, actor, stream_id).await
}

/// The actor's own stream that has not ended.
async fn own_open(domain: &Domain, actor: &Actor, stream_id: StreamId) -> Result<StreamRow> {
    let stream = watch::find(domain, Some(actor), stream_id, None).await?;
    if stream.streamer.id != actor.user_id {
        return Err(Error::new(ErrorCode::Forbidden));
    }
    if stream.state == StreamState::Ended {
        return Err(Error::new(ErrorCode::StreamEnded));
    }
    Ok(stream)
}

/// `conflict` if the picture was replaced, or the stream ended, meanwhile.
async fn replace(domain: &Domain, stream: &StreamRow, name: Option<&str>) -> Result<()> {
    let (old, now) = (stream.own_thumbnail.as_deref(), domain.clock.now());
    if !streams::set_own_thumbnail(&domain.database, stream.id, old, name, now).await? {
        return Err(Error::new(ErrorCode::Conflict));
    }
    if let Some(old) = old {
        picture::remove(domain, PictureKind::Thumbnail, old).await;
    }
    let updated = StreamUpdated {
        stream_id: stream.id,
    };
    tell_room(domain, stream.id, ServerEvent::StreamUpdated(updated)).await;
    Ok(())
}

async fn shown(domain: &Domain, actor: &Actor, stream_id: StreamId) -> Result<Stream> {
    let row = watch::find(domain, Some(actor), stream_id, None).await?;
    let ingest = ingest::of_stream(domain, actor.user_id, stream_id, None).await?;
    view::stream(domain, row, Some(ingest))
}
