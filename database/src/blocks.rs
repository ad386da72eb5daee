//! Who blocks whom: `blocks`.

use crate::{
    Database, DatabaseError, Tx,
    users::{ListEnd, Listed},
};
use live_protocol::{Timestamp, UserId};

/// Blocks. False if they did already.
pub async fn insert(
    tx: &mut Tx,
    blocker: UserId,
    blocked: UserId,
    now: Timestamp,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query(
        "INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES ($1, $2, $3) \
         ON CONFLICT (blocker_id, blocked_id) DO NOTHING",
    )
    .bind(blocker.to_string())
    .bind(blocked.to_string())
    .bind(now.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Unblocks. False if they did not block.
pub async fn delete(
    database: &Database,
    blocker: UserId,
    blocked: UserId,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query("DELETE FROM blocks WHERE blocker_id = $1 AND blocked_id = $2")
        .bind(blocker.to_string())
        .bind(blocked.to_string())
        .execute(database.pool())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Whom `user` blocks, the newest first, after `end`.
pub async fn of_user(
    database: &Database,
    user: UserId,
    end: Option<ListEnd>,
    limit: u32,
) -> Result<Vec<Listed>, DatabaseError> {
    let (since, id) = ListEnd::parts(end);
    sqlx::query(
        "SELECT u.id, u.username, u.display_name, u.avatar, b.created_at AS since \
         FROM blocks b JOIN users u ON u.id = b.blocked_id \
         WHERE b.blocker_id = $1 \
         AND (b.created_at < $2 OR (b.created_at = $2 AND b.blocked_id < $3)) \
         ORDER BY b.created_at DESC, b.blocked_id DESC LIMIT $4",
    )
    .bind(user.to_string())
    .bind(since)
    .bind(id)
    .bind(i64::from(limit))
    .fetch_all(database.pool())
    .await?
    .iter()
    .map(Listed::from_row)
    .collect()
}

/// The statement of [`between`].
const BETWEEN: &str = "SELECT blocker_id FROM blocks
     WHERE (blocker_id = $1 AND blocked_id = $2) OR (blocker_id = $2 AND blocked_id = $1)
     LIMIT 1";

/// Whether one of the two blocks the other.
pub async fn between(
    database: &Database,
    one: UserId,
    other: UserId,
) -> Result<bool, DatabaseError> {
    let found = sqlx::query(BETWEEN)
        .bind(one.to_string())
        .bind(other.to_string())
        .fetch_optional(database.pool())
        .await?;
    Ok(found.is_some())
}

/// The same for two whose relations are locked: nobody changes it until `tx` ends.
pub async fn between_locked(
    tx: &mut Tx,
    one: UserId,
    other: UserId,
) -> Result<bool, DatabaseError> {
    let found = sqlx::query(BETWEEN)
        .bind(one.to_string())
        .bind(other.to_string())
        .fetch_optional(&mut **tx)
        .await?;
    Ok(found.is_some())
}

/// Locks the relations (follows and blocks) of two until `tx` ends: whoever changes them takes this
/// first, so that no follow slips in beside a block. It is the row of the one with the lower id; an
/// update that changes nothing, for SQLite has no other way to say it.
pub async fn lock_pair(tx: &mut Tx, one: UserId, other: UserId) -> Result<(), DatabaseError> {
    let (one, other) = (one.to_string(), other.to_string());
    sqlx::query("UPDATE users SET updated_at = updated_at WHERE id = $1")
        .bind(one.min(other))
        .execute(&mut **tx)
        .await?;
    Ok(())
}
