//! Comments: `comments`. Their `seq` is 1, 2, 3 … in each stream, without gaps: it is given in
//! the transaction that stores the comment, under the lock of the stream's row.

use crate::{Database, DatabaseError, Tx, row};
use live_protocol::{CommentId, StreamId, Timestamp, UserId, comment::Comment, user::UserSummary};
use sqlx::{Row, any::AnyRow};
use uuid::Uuid;

/// A comment to be stored.
#[derive(Debug, Clone)]
pub struct NewComment<'a> {
    /// Its id.
    pub id: CommentId,
    /// The stream.
    pub stream_id: StreamId,
    /// Who writes.
    pub user_id: UserId,
    /// Made by the client, the same when it tries again.
    pub client_id: Uuid,
    /// The text.
    pub body: &'a str,
    /// Now.
    pub created_at: Timestamp,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.stream_id, c.seq, c.body, c.created_at, c.deleted_at,
                    u.id AS author_id, u.username, u.display_name, u.avatar
             FROM comments c JOIN users u ON u.id = c.user_id ",
            $rest
        )
    };
}

/// The author's `avatar_url` holds the stored file name.
fn comment(row: &AnyRow) -> Result<Comment, DatabaseError> {
    let deleted = row::time_opt(row, "deleted_at")?.is_some();
    let body: String = row.try_get("body")?;
    Ok(Comment {
        id: row::parsed(row, "id")?,
        stream_id: row::parsed(row, "stream_id")?,
        seq: row.try_get("seq")?,
        author: UserSummary {
            id: row::parsed(row, "author_id")?,
            username: row.try_get("username")?,
            display_name: row.try_get("display_name")?,
            avatar_url: row.try_get("avatar")?,
        },
        body: if deleted { String::new() } else { body },
        deleted,
        created_at: row::time(row, "created_at")?,
    })
}

/// Takes the stream's next `seq` and counts the comment. `None` if the stream has ended or does
/// not exist. Locks the stream's row until `tx` ends.
pub async fn next_seq(tx: &mut Tx, stream_id: StreamId) -> Result<Option<i64>, DatabaseError> {
    Ok(sqlx::query_scalar(
        "UPDATE streams SET comment_seq = comment_seq + 1, comments = comments + 1
         WHERE id = $1 AND state <> 'ended' RETURNING comment_seq",
    )
    .bind(stream_id.to_string())
    .fetch_optional(&mut **tx)
    .await?)
}

/// Stores a comment as number `seq`.
pub async fn insert(tx: &mut Tx, new: &NewComment<'_>, seq: i64) -> Result<(), DatabaseError> {
    sqlx::query(
        "INSERT INTO comments (id, stream_id, seq, user_id, client_id, body, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new.id.to_string())
    .bind(new.stream_id.to_string())
    .bind(seq)
    .bind(new.user_id.to_string())
    .bind(new.client_id.to_string())
    .bind(new.body)
    .bind(new.created_at.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The comment that this client stored under `client_id` before. In a transaction after
/// [`next_seq`] it sees what a concurrent try has committed.
pub async fn by_client_id(
    tx: &mut Tx,
    stream_id: StreamId,
    user_id: UserId,
    client_id: Uuid,
) -> Result<Option<Comment>, DatabaseError> {
    sqlx::query(select!(
        "WHERE c.stream_id = $1 AND c.user_id = $2 AND c.client_id = $3"
    ))
    .bind(stream_id.to_string())
    .bind(user_id.to_string())
    .bind(client_id.to_string())
    .fetch_optional(&mut **tx)
    .await?
    .as_ref()
    .map(comment)
    .transpose()
}

/// The comment of that id.
pub async fn by_id(database: &Database, id: CommentId) -> Result<Option<Comment>, DatabaseError> {
    sqlx::query(select!("WHERE c.id = $1"))
        .bind(id.to_string())
        .fetch_optional(database.pool())
        .await?
        .as_ref()
        .map(comment)
        .transpose()
}

/// Comments after `after_seq`, in order.
pub async fn after(
    database: &Database,
    stream_id: StreamId,
    after_seq: i64,
    limit: u32,
) -> Result<Vec<Comment>, DatabaseError> {
    sqlx::query(select!(
        "WHERE c.stream_id = $1 AND c.seq > $2 ORDER BY c.seq LIMIT $3"
    ))
    .bind(stream_id.to_string())
    .bind(after_seq)
    .bind(i64::from(limit))
    .fetch_all(database.pool())
    .await?
    .iter()
    .map(comment)
    .collect()
}

/// Comments before `before_seq` (all if absent), the newest first.
pub async fn before(
    database: &Database,
    stream_id: StreamId,
    before_seq: Option<i64>,
    limit: u32,
) -> Result<Vec<Comment>, DatabaseError> {
    sqlx::query(select!(
        "WHERE c.stream_id = $1 AND c.seq < $2 ORDER BY c.seq DESC LIMIT $3"
    ))
    .bind(stream_id.to_string())
    .bind(before_seq.unwrap_or(i64::MAX))
    .bind(i64::from(limit))
    .fetch_all(database.pool())
    .await?
    .iter()
    .map(comment)
    .collect()
}

/// How many comments the user wrote in the stream since `since`, and the time of the first of
/// them.
pub async fn written_since(
    tx: &mut Tx,
    stream_id: StreamId,
    user_id: UserId,
    since: Timestamp,
) -> Result<(i64, Option<Timestamp>), DatabaseError> {
    let row = sqlx::query(
        "SELECT CAST(COUNT(*) AS BIGINT) AS written, MIN(created_at) AS first FROM comments
         WHERE stream_id = $1 AND user_id = $2 AND created_at > $3",
    )
    .bind(stream_id.to_string())
    .bind(user_id.to_string())
    .bind(since.as_ms())
    .fetch_one(&mut **tx)
    .await?;
    Ok((row.try_get("written")?, row::time_opt(&row, "first")?))
}

/// A deletion: its number in its stream, and the comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deletion {
    /// 1, 2, 3 … in a stream, without gaps.
    pub seq: i64,
    /// The comment.
    pub comment_id: CommentId,
}

/// Marks a comment as deleted, counts it out, and answers the number of the deletion. `None` if it
/// was deleted before: then `tx` must not be committed. Locks the stream's row until `tx` ends, so
/// that whoever sees a deletion sees those before it.
pub async fn delete(
    tx: &mut Tx,
    id: CommentId,
    stream_id: StreamId,
    by: UserId,
    now: Timestamp,
) -> Result<Option<i64>, DatabaseError> {
    let seq: i64 = sqlx::query_scalar(
        "UPDATE streams SET comments = comments - 1, deletion_seq = deletion_seq + 1
         WHERE id = $1 RETURNING deletion_seq",
    )
    .bind(stream_id.to_string())
    .fetch_one(&mut **tx)
    .await?;
    let done = sqlx::query(
        "UPDATE comments SET deleted_at = $3, deleted_by = $4, deletion_seq = $5
         WHERE id = $1 AND stream_id = $2 AND deleted_at IS NULL",
    )
    .bind(id.to_string())
    .bind(stream_id.to_string())
    .bind(now.as_ms())
    .bind(by.to_string())
    .bind(seq)
    .execute(&mut **tx)
    .await?;
    Ok((done.rows_affected() == 1).then_some(seq))
}

/// Deletions after number `after_seq`, in order.
pub async fn deleted_after(
    database: &Database,
    stream_id: StreamId,
    after_seq: i64,
    limit: u32,
) -> Result<Vec<Deletion>, DatabaseError> {
    sqlx::query(
        "SELECT id, deletion_seq FROM comments WHERE stream_id = $1 AND deletion_seq > $2
         ORDER BY deletion_seq LIMIT $3",
    )
    .bind(stream_id.to_string())
    .bind(after_seq)
    .bind(i64::from(limit))
    .fetch_all(database.pool())
    .await?
    .iter()
    .map(|row| {
        Ok(Deletion {
            seq: row.try_get("deletion_seq")?,
            comment_id: row::parsed(row, "id")?,
        })
    })
    .collect()
}

/// The number of the stream's last deletion; 0 if there was none.
pub async fn last_deletion(database: &Database, stream_id: StreamId) -> Result<i64, DatabaseError> {
    let seq = sqlx::query_scalar("SELECT deletion_seq FROM streams WHERE id = $1")
        .bind(stream_id.to_string())
        .fetch_optional(database.pool())
        .await?;
    Ok(seq.unwrap_or(0))
}
