use live_database::{
    Database, DatabaseError,
    jobs::{self, QueueDepth},
};
use live_protocol::Timestamp;

/// How full the queue is at `now`.
pub async fn depth(database: &Database, now: Timestamp) -> Result<QueueDepth, DatabaseError> {
    jobs::depth(database, now).await
}
