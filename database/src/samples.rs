//! Samples of a stream's incoming media over time: `stream_samples`.

use crate::{Database, DatabaseError, row};
use live_protocol::{
    StreamId, Timestamp,
    live::{Health, StatsSample},
};
use sqlx::Row;

/// Stores a sample; one of the same moment stays as it is.
pub async fn insert(
    database: &Database,
    stream_id: StreamId,
    sample: &StatsSample,
) -> Result<(), DatabaseError> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "frame rates are small; `as` saturates"
    )]
    let fps_milli = (sample.fps * 1_000.0) as i64;
    sqlx::query(
        "INSERT INTO stream_samples
             (stream_id, at, bitrate_bps, fps_milli, frames_dropped, viewers, health)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (stream_id, at) DO NOTHING",
    )
    .bind(stream_id.to_string())
    .bind(sample.at.as_ms())
    .bind(sample.bitrate_bps)
    .bind(fps_milli)
    .bind(sample.frames_dropped)
    .bind(sample.viewers)
    .bind(sample.health.as_str())
    .execute(database.pool())
    .await?;
    Ok(())
}

/// The newest samples, at most `limit`, the oldest first.
pub async fn newest(
    database: &Database,
    stream_id: StreamId,
    limit: u32,
) -> Result<Vec<StatsSample>, DatabaseError> {
    let mut samples = sqlx::query(
        "SELECT at, bitrate_bps, fps_milli, frames_dropped, viewers, health FROM stream_samples
         WHERE stream_id = $1 ORDER BY at DESC LIMIT $2",
    )
    .bind(stream_id.to_string())
    .bind(i64::from(limit))
    .fetch_all(database.pool())
    .await?
    .iter()
    .map(|row| {
        let fps_milli: i64 = row.try_get("fps_milli")?;
        #[expect(clippy::cast_precision_loss, reason = "frame rates are small")]
        let fps = fps_milli as f64 / 1_000.0;
        Ok(StatsSample {
            at: row::time(row, "at")?,
            bitrate_bps: row.try_get("bitrate_bps")?,
            fps,
            frames_dropped: row.try_get("frames_dropped")?,
            viewers: row.try_get("viewers")?,
            health: row::name(row, "health", Health::from_name)?,
        })
    })
    .collect::<Result<Vec<_>, DatabaseError>>()?;
    samples.reverse();
    Ok(samples)
}

/// Removes samples of streams that ended before `before`.
pub async fn remove_ended_before(
    database: &Database,
    before: Timestamp,
) -> Result<u64, DatabaseError> {
    let done = sqlx::query(
        "DELETE FROM stream_samples WHERE stream_id IN
             (SELECT id FROM streams WHERE state = 'ended' AND ended_at < $1)",
    )
    .bind(before.as_ms())
    .execute(database.pool())
    .await?;
    Ok(done.rows_affected())
}
