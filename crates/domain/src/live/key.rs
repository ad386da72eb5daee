//! Stream keys. One is made with each stream and leads to it until it ends; besides a streamer
//! may have one of their own, which leads to whatever stream of theirs is open. Only hashes are
//! stored.

use crate::{Actor, Domain, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use live_database::{DatabaseError, Tx, stream_keys, streams};
use live_protocol::{StreamId, StreamKeyId, Timestamp, UserId, event::BusEvent, live::StreamKey};
use sha2::{Digest, Sha256};

/// What a key begins with, so that a leaked one is recognised.
const PREFIX: &str = "live_";
/// Random bytes of a key.
const RANDOM_BYTES: usize = 24;
/// Characters of a key that are shown to tell keys apart: the prefix and four more.
const HINT_CHARS: usize = PREFIX.len() + 4;

/// The streamer's own key without its secret, if there is one.
pub async fn list(domain: &Domain, actor: &Actor) -> Result<Vec<StreamKey>> {
    let own = stream_keys::own_of(&domain.database, actor.user_id).await?;
    let shown = own.map(|key| StreamKey {
        id: key.id,
        hint: key.hint,
        created_at: key.created_at,
        last_used_at: key.last_used_at,
        secret: None,
    });
    Ok(shown.into_iter().collect())
}

/// Makes the streamer's own key, or a new one in the place of it. An encoder that publishes is
/// cut: it comes back if its key still leads to the stream.
pub async fn rotate(domain: &Domain, actor: &Actor) -> Result<StreamKey> {
    let now = domain.clock.now();
    let mut tx = domain.database.begin().await?;
    stream_keys::revoke_own(&mut tx, actor.user_id, now).await?;
    let fresh = mint(domain, &mut tx, actor.user_id, None, now).await?;
    tx.commit().await.map_err(DatabaseError::from)?;
    cut_publisher(domain, actor.user_id).await?;
    Ok(StreamKey {
        id: fresh.id,
        hint: hint(&fresh.secret),
        created_at: now,
        last_used_at: None,
        secret: Some(fresh.secret),
    })
}

/// Cuts the encoder of a user's open stream: its key was rotated, or the account disabled. The
/// publish hook decides whether it may come back.
pub async fn cut_publisher(domain: &Domain, user_id: UserId) -> Result<()> {
    if let Some(stream) = streams::open_of(&domain.database, user_id).await? {
        let stream_id = stream.id;
        super::command(domain, BusEvent::RevokePublisher { stream_id }).await;
    }
    Ok(())
}

/// A key that was just made.
pub(super) struct FreshKey {
    pub(super) id: StreamKeyId,
    pub(super) secret: String,
}

/// Makes a key within `tx`: for one stream, or the streamer's own.
pub(super) async fn mint(
    domain: &Domain,
    tx: &mut Tx,
    user_id: UserId,
    stream_id: Option<StreamId>,
    now: Timestamp,
) -> Result<FreshKey> {
    let random = URL_SAFE_NO_PAD.encode(domain.random.bytes::<RANDOM_BYTES>());
    let secret = format!("{PREFIX}{random}");
    let id = StreamKeyId::from_uuid(domain.random.uuid_v7(now));
    let (hash, hint) = (hash(&secret), hint(&secret));
    stream_keys::insert(tx, id, user_id, stream_id, &hash, &hint, now).await?;
    Ok(FreshKey { id, secret })
}

/// What is stored of a key: 192 random bits need no slow hash.
pub(super) fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// The first characters of a key.
pub(super) fn hint(secret: &str) -> String {
    secret.chars().take(HINT_CHARS).collect()
}
