//! The durable queue: `jobs`.
//!
//! A job is claimed by one worker until its lease ends; the claim's condition stands in the outer
//! `WHERE` too, so that of two workers who chose the same row the second one's update finds it
//! taken (PostgreSQL checks it again on the new version of the row).

use crate::{Database, DatabaseError, Tx};
use live_protocol::{JobId, Timestamp};
use sqlx::{Row, any::AnyRow};

/// A job to be queued.
#[derive(Debug, Clone)]
pub struct NewJob<'a> {
    /// Its id.
    pub id: JobId,
    /// Which body runs it.
    pub kind: &'a str,
    /// What it is told, as JSON.
    pub payload: &'a str,
    /// A second job of the same key is not queued while the first one exists.
    pub dedup_key: Option<&'a str>,
    /// Not before this moment.
    pub run_at: Timestamp,
    /// Attempts after which it is given up.
    pub attempts_max: u32,
    /// Now.
    pub created_at: Timestamp,
}

/// A job that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedJob {
    /// Its id.
    pub id: JobId,
    /// Which body runs it.
    pub kind: String,
    /// What it is told, as JSON.
    pub payload: String,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// Attempts after which it is given up.
    pub attempts_max: u32,
}

/// How full the queue is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueueDepth {
    /// Due now and not claimed.
    pub due: i64,
    /// Given up.
    pub dead: i64,
}

/// Queues a job within the caller's transaction. False if its `dedup_key` is queued already.
pub async fn enqueue(tx: &mut Tx, job: &NewJob<'_>) -> Result<bool, DatabaseError> {
    let done = sqlx::query(
        "INSERT INTO jobs (id, kind, payload, dedup_key, run_at, attempts_max, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (dedup_key) DO NOTHING",
    )
    .bind(job.id.to_string())
    .bind(job.kind)
    .bind(job.payload)
    .bind(job.dedup_key)
    .bind(job.run_at.as_ms())
    .bind(i64::from(job.attempts_max))
    .bind(job.created_at.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Claims up to `limit` jobs that are due at `now`, the oldest first, until `lease_until`.
pub async fn claim(
    database: &Database,
    worker: &str,
    now: Timestamp,
    lease_until: Timestamp,
    limit: u32,
) -> Result<Vec<ClaimedJob>, DatabaseError> {
    sqlx::query(
        "UPDATE jobs SET locked_until = $1, locked_by = $2, attempts = attempts + 1
         WHERE id IN (
             SELECT id FROM jobs
             WHERE dead_at IS NULL AND run_at <= $3
               AND (locked_until IS NULL OR locked_until <= $3)
             ORDER BY run_at, id LIMIT $4
         ) AND dead_at IS NULL AND (locked_until IS NULL OR locked_until <= $3)
         RETURNING id, kind, payload, attempts, attempts_max",
    )
    .bind(lease_until.as_ms())
    .bind(worker)
    .bind(now.as_ms())
    .bind(i64::from(limit))
    .fetch_all(database.pool())
    .await?
    .iter()
    .map(claimed)
    .collect()
}

fn claimed(row: &AnyRow) -> Result<ClaimedJob, DatabaseError> {
    let id: String = row.try_get("id")?;
    let count = |column| -> Result<u32, DatabaseError> {
        let number: i64 = row.try_get(column)?;
        u32::try_from(number).map_err(|_| DatabaseError::Column { column })
    };
    Ok(ClaimedJob {
        id: id
            .parse()
            .map_err(|_| DatabaseError::Column { column: "id" })?,
        kind: row.try_get("kind")?,
        payload: row.try_get("payload")?,
        attempt: count("attempts")?,
        attempts_max: count("attempts_max")?,
    })
}

/// Keeps a claim until `lease_until`. False if it was lost to another worker.
pub async fn renew(
    database: &Database,
    id: JobId,
    worker: &str,
    lease_until: Timestamp,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query("UPDATE jobs SET locked_until = $1 WHERE id = $2 AND locked_by = $3")
        .bind(lease_until.as_ms())
        .bind(id.to_string())
        .bind(worker)
        .execute(database.pool())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a job that is done. False if the claim was lost meanwhile.
pub async fn complete(database: &Database, id: JobId, worker: &str) -> Result<bool, DatabaseError> {
    let done = sqlx::query("DELETE FROM jobs WHERE id = $1 AND locked_by = $2")
        .bind(id.to_string())
        .bind(worker)
        .execute(database.pool())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives a claim back, to be tried again at `run_at`.
pub async fn retry(
    database: &Database,
    id: JobId,
    worker: &str,
    error: &str,
    run_at: Timestamp,
) -> Result<(), DatabaseError> {
    sqlx::query(
        "UPDATE jobs SET locked_until = NULL, locked_by = NULL, last_error = $1, run_at = $2
         WHERE id = $3 AND locked_by = $4",
    )
    .bind(error)
    .bind(run_at.as_ms())
    .bind(id.to_string())
    .bind(worker)
    .execute(database.pool())
    .await?;
    Ok(())
}

/// Gives a job up; it stays for an admin to look at, and frees its `dedup_key`.
pub async fn bury(
    database: &Database,
    id: JobId,
    worker: &str,
    error: &str,
    now: Timestamp,
) -> Result<(), DatabaseError> {
    sqlx::query(
        "UPDATE jobs SET locked_until = NULL, locked_by = NULL, last_error = $1, dead_at = $2,
             dedup_key = NULL
         WHERE id = $3 AND locked_by = $4",
    )
    .bind(error)
    .bind(now.as_ms())
    .bind(id.to_string())
    .bind(worker)
    .execute(database.pool())
    .await?;
    Ok(())
}

/// How full the queue is at `now`.
pub async fn depth(database: &Database, now: Timestamp) -> Result<QueueDepth, DatabaseError> {
    let row = sqlx::query(
        "SELECT CAST(COUNT(CASE WHEN dead_at IS NULL AND run_at <= $1
                    AND (locked_until IS NULL OR locked_until <= $1) THEN 1 END) AS BIGINT) AS due,
                CAST(COUNT(dead_at) AS BIGINT) AS dead
         FROM jobs",
    )
    .bind(now.as_ms())
    .fetch_one(database.pool())
    .await?;
    Ok(QueueDepth {
        due: row.try_get("due")?,
        dead: row.try_get("dead")?,
    })
}
