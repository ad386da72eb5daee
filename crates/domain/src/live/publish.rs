use super::{create, key};
use crate::{Domain, Error, Result};
use live_database::{
    stream_keys::{self, StreamKeyRow},
    streams::{self, StreamDetails, StreamRow},
};
use live_protocol::{
    ErrorCode,
    hooks::{PublishGrant, PublishRequest},
    live::{StreamState, Visibility},
};

/// Title of a stream that an encoder opens for a streamer who never had one.
const FIRST_TITLE: &str = "Live";

/// Whether an encoder may publish, and to which stream. A streamer's own key leads to their open
/// stream; if there is none, one like their last one is opened.
///
/// Refuses with `stream_key_invalid`, `account_disabled` or `stream_ended`.
pub async fn publish(domain: &Domain, request: &PublishRequest) -> Result<PublishGrant> {
    let found = stream_keys::by_hash(&domain.database, &key::hash(&request.stream_key)).await?;
    let Some(key) = found else {
        return Err(Error::new(ErrorCode::StreamKeyInvalid));
    };
    if key.owner_disabled {
        return Err(Error::new(ErrorCode::AccountDisabled));
    }
    let stream = match key.stream_id {
        Some(stream_id) => streams::by_id(&domain.database, stream_id).await?,
        None => Some(open(domain, &key).await?),
    };
    let stream = stream.filter(|stream| stream.state != StreamState::Ended);
    let stream = stream.ok_or_else(|| Error::new(ErrorCode::StreamEnded))?;
    stream_keys::set_used(&domain.database, key.id, domain.clock.now()).await?;
    tracing::info!(stream_id = %stream.id, node = request.node, "an encoder may publish");
    Ok(PublishGrant {
        stream_id: stream.id,
        visibility: stream.visibility,
    })
}

/// The streamer's open stream, or a new one.
async fn open(domain: &Domain, key: &StreamKeyRow) -> Result<StreamRow> {
    if let Some(stream) = streams::open_of(&domain.database, key.user_id).await? {
        return Ok(stream);
    }
    let last = streams::newest_of(&domain.database, key.user_id).await?;
    let details = last.map_or_else(first_details, |last| StreamDetails {
        title: last.title,
        description: last.description,
        category: last.category,
        tags: last.tags,
        visibility: last.visibility,
    });
    match create::store(domain, key.user_id, &details).await {
        Ok((stream_id, _)) => {
            tracing::info!(%stream_id, user_id = %key.user_id, "an encoder opened a stream");
        }
        // Another encoder or the streamer was quicker: theirs is the open one.
        Err(error) if error.code() == ErrorCode::StreamAlreadyOpen => {}
        Err(error) => return Err(error),
    }
    streams::open_of(&domain.database, key.user_id)
        .await?
        .ok_or_else(|| Error::new(ErrorCode::StreamEnded))
}

fn first_details() -> StreamDetails {
    StreamDetails {
        title: FIRST_TITLE.into(),
        description: String::new(),
        category: None,
        tags: Vec::new(),
        visibility: Visibility::Public,
    }
}
