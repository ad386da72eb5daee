//! Reactions: `reactions`, a counter for each kind in each stream.

use crate::{Database, DatabaseError, Tx, row};
use live_protocol::{
    StreamId,
    live::{ReactionCount, ReactionKind},
};
use sqlx::Row;

/// Adds `count` reactions of one kind.
pub async fn add(
    tx: &mut Tx,
    stream_id: StreamId,
    kind: ReactionKind,
    count: i64,
) -> Result<(), DatabaseError> {
    sqlx::query(
        "INSERT INTO reactions (stream_id, kind, count) VALUES ($1, $2, $3)
         ON CONFLICT (stream_id, kind) DO UPDATE SET count = reactions.count + excluded.count",
    )
    .bind(stream_id.to_string())
    .bind(kind.as_str())
    .bind(count)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The stream's reactions, those of kinds that were used.
pub async fn of_stream(
    database: &Database,
    stream_id: StreamId,
) -> Result<Vec<ReactionCount>, DatabaseError> {
    sqlx::query("SELECT kind, count FROM reactions WHERE stream_id = $1 ORDER BY kind")
        .bind(stream_id.to_string())
        .fetch_all(database.pool())
        .await?
        .iter()
        .map(|row| {
            Ok(ReactionCount {
                kind: row::name(row, "kind", ReactionKind::from_name)?,
                count: row.try_get("count")?,
            })
        })
        .collect()
}
