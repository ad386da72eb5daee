//! One-time tokens that make the first admin.

use crate::{Database, DatabaseError, Tx};
use live_protocol::Timestamp;

/// Stores a token by its SHA-256, and removes all others: the newest link counts.
pub async fn replace(
    tx: &mut Tx,
    token_hash: &str,
    expires_at: Timestamp,
) -> Result<(), DatabaseError> {
    sqlx::query("DELETE FROM setup_tokens WHERE used_at IS NULL")
        .execute(&mut **tx)
        .await?;
    sqlx::query("INSERT INTO setup_tokens (token_hash, expires_at) VALUES ($1, $2)")
        .bind(token_hash)
        .bind(expires_at.as_ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Whether a token is good now.
pub async fn is_good(
    database: &Database,
    token_hash: &str,
    now: Timestamp,
) -> Result<bool, DatabaseError> {
    let row = sqlx::query(
        "SELECT 1 AS found FROM setup_tokens \
         WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2",
    )
    .bind(token_hash)
    .bind(now.as_ms())
    .fetch_optional(database.pool())
    .await?;
    Ok(row.is_some())
}

/// Uses a token up. False if it is unknown, expired or used.
pub async fn consume(tx: &mut Tx, token_hash: &str, now: Timestamp) -> Result<bool, DatabaseError> {
    let done = sqlx::query(
        "UPDATE setup_tokens SET used_at = $2 \
         WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2",
    )
    .bind(token_hash)
    .bind(now.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
