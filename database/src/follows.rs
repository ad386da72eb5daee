//! Who follows whom: `follows`.

use crate::{
    Database, DatabaseError, Tx,
    users::{ListEnd, Listed},
};
use live_protocol::{Timestamp, UserId};

/// Follows. False if they did already.
pub async fn insert(
    tx: &mut Tx,
    follower: UserId,
    followed: UserId,
    now: Timestamp,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query(
        "INSERT INTO follows (follower_id, followed_id, created_at) VALUES ($1, $2, $3) \
         ON CONFLICT (follower_id, followed_id) DO NOTHING",
    )
    .bind(follower.to_string())
    .bind(followed.to_string())
    .bind(now.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Unfollows. False if they did not follow.
pub async fn delete(
    database: &Database,
    follower: UserId,
    followed: UserId,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query("DELETE FROM follows WHERE follower_id = $1 AND followed_id = $2")
        .bind(follower.to_string())
        .bind(followed.to_string())
        .execute(database.pool())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends the follows between two, both ways.
pub async fn delete_between(tx: &mut Tx, one: UserId, other: UserId) -> Result<(), DatabaseError> {
    sqlx::query(
        "DELETE FROM follows WHERE (follower_id = $1 AND followed_id = $2) \
         OR (follower_id = $2 AND followed_id = $1)",
    )
    .bind(one.to_string())
    .bind(other.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Who follows `user`, the newest first, after `end`.
pub async fn followers(
    database: &Database,
    user: UserId,
    end: Option<ListEnd>,
    limit: u32,
) -> Result<Vec<Listed>, DatabaseError> {
    let (since, id) = ListEnd::parts(end);
    sqlx::query(
        "SELECT u.id, u.username, u.display_name, u.avatar, f.created_at AS since \
         FROM follows f JOIN users u ON u.id = f.follower_id \
         WHERE f.followed_id = $1 AND u.disabled_at IS NULL \
         AND (f.created_at < $2 OR (f.created_at = $2 AND f.follower_id < $3)) \
         ORDER BY f.created_at DESC, f.follower_id DESC LIMIT $4",
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

/// Whom `user` follows, the newest first, after `end`.
pub async fn following(
    database: &Database,
    user: UserId,
    end: Option<ListEnd>,
    limit: u32,
) -> Result<Vec<Listed>, DatabaseError> {
    let (since, id) = ListEnd::parts(end);
    sqlx::query(
        "SELECT u.id, u.username, u.display_name, u.avatar, f.created_at AS since \
         FROM follows f JOIN users u ON u.id = f.followed_id \
         WHERE f.follower_id = $1 AND u.disabled_at IS NULL \
         AND (f.created_at < $2 OR (f.created_at = $2 AND f.followed_id < $3)) \
         ORDER BY f.created_at DESC, f.followed_id DESC LIMIT $4",
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
