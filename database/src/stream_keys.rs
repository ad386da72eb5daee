//! Stream keys: `stream_keys`. Only hashes are stored.

use crate::{Database, DatabaseError, Tx, row};
use live_protocol::{StreamId, StreamKeyId, Timestamp, UserId};
use sqlx::{Row, any::AnyRow};

/// A key in force, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamKeyRow {
    /// The key's id.
    pub id: StreamKeyId,
    /// Whose it is.
    pub user_id: UserId,
    /// The only stream it leads to; none for the streamer's own key.
    pub stream_id: Option<StreamId>,
    /// Its first characters.
    pub hint: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When an encoder last used it.
    pub last_used_at: Option<Timestamp>,
    /// Whether its owner's account is disabled.
    pub owner_disabled: bool,
}

fn key(row: &AnyRow) -> Result<StreamKeyRow, DatabaseError> {
    let stream_id: Option<String> = row.try_get("stream_id")?;
    let stream_id = stream_id
        .map(|text| {
            text.parse().map_err(|_| DatabaseError::Column {
                column: "stream_id",
            })
        })
        .transpose()?;
    Ok(StreamKeyRow {
        id: row::parsed(row, "id")?,
        user_id: row::parsed(row, "user_id")?,
        stream_id,
        hint: row.try_get("hint")?,
        created_at: row::time(row, "created_at")?,
        last_used_at: row::time_opt(row, "last_used_at")?,
        owner_disabled: row::time_opt(row, "disabled_at")?.is_some(),
    })
}

/// Stores a key.
pub async fn insert(
    tx: &mut Tx,
    id: StreamKeyId,
    user_id: UserId,
    stream_id: Option<StreamId>,
    hash: &str,
    hint: &str,
    now: Timestamp,
) -> Result<(), DatabaseError> {
    sqlx::query(
        "INSERT INTO stream_keys (id, user_id, stream_id, key_hash, hint, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.to_string())
    .bind(user_id.to_string())
    .bind(stream_id.map(|id| id.to_string()))
    .bind(hash)
    .bind(hint)
    .bind(now.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The key in force of that hash.
pub async fn by_hash(
    database: &Database,
    hash: &str,
) -> Result<Option<StreamKeyRow>, DatabaseError> {
    sqlx::query(
        "SELECT k.id, k.user_id, k.stream_id, k.hint, k.created_at, k.last_used_at, u.disabled_at
         FROM stream_keys k JOIN users u ON u.id = k.user_id
         WHERE k.key_hash = $1 AND k.revoked_at IS NULL",
    )
    .bind(hash)
    .fetch_optional(database.pool())
    .await?
    .as_ref()
    .map(key)
    .transpose()
}

/// The streamer's own key in force.
pub async fn own_of(
    database: &Database,
    user_id: UserId,
) -> Result<Option<StreamKeyRow>, DatabaseError> {
    sqlx::query(
        "SELECT k.id, k.user_id, k.stream_id, k.hint, k.created_at, k.last_used_at, u.disabled_at
         FROM stream_keys k JOIN users u ON u.id = k.user_id
         WHERE k.user_id = $1 AND k.stream_id IS NULL AND k.revoked_at IS NULL",
    )
    .bind(user_id.to_string())
    .fetch_optional(database.pool())
    .await?
    .as_ref()
    .map(key)
    .transpose()
}

/// The first characters of the stream's newest key in force.
pub async fn hint_of_stream(
    database: &Database,
    stream_id: StreamId,
) -> Result<Option<String>, DatabaseError> {
    Ok(sqlx::query_scalar(
        "SELECT hint FROM stream_keys WHERE stream_id = $1 AND revoked_at IS NULL
         ORDER BY id DESC LIMIT 1",
    )
    .bind(stream_id.to_string())
    .fetch_optional(database.pool())
    .await?)
}

/// Revokes the streamer's own key.
pub async fn revoke_own(tx: &mut Tx, user_id: UserId, now: Timestamp) -> Result<(), DatabaseError> {
    sqlx::query(
        "UPDATE stream_keys SET revoked_at = $2
         WHERE user_id = $1 AND stream_id IS NULL AND revoked_at IS NULL",
    )
    .bind(user_id.to_string())
    .bind(now.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Revokes the keys of one stream.
pub async fn revoke_of_stream(
    tx: &mut Tx,
    stream_id: StreamId,
    now: Timestamp,
) -> Result<(), DatabaseError> {
    sqlx::query(
        "UPDATE stream_keys SET revoked_at = $2 WHERE stream_id = $1 AND revoked_at IS NULL",
    )
    .bind(stream_id.to_string())
    .bind(now.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Notes that an encoder used the key.
pub async fn set_used(
    database: &Database,
    id: StreamKeyId,
    now: Timestamp,
) -> Result<(), DatabaseError> {
    sqlx::query("UPDATE stream_keys SET last_used_at = $2 WHERE id = $1")
        .bind(id.to_string())
        .bind(now.as_ms())
        .execute(database.pool())
        .await?;
    Ok(())
}
