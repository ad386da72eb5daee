//! Queueing, within the transaction that makes the work necessary.

use live_clock::Random;
use live_database::{DatabaseError, Tx, jobs};
use live_protocol::{JobId, Timestamp};
use serde::{Serialize, de::DeserializeOwned};

/// A kind of job: the type is what its body is told.
pub trait JobKind: Serialize + DeserializeOwned {
    /// Its name in the queue. Never changes once released.
    const KIND: &'static str;
    /// Attempts after which it is given up.
    const ATTEMPTS_MAX: u32 = 10;

    /// Two jobs of the same key are one while the first is queued.
    fn dedup_key(&self) -> Option<String> {
        None
    }
}

/// Queues `job`, to run at `run_at`. It becomes visible when `tx` commits. False if a job of its
/// key is queued already.
pub async fn enqueue<J: JobKind>(
    tx: &mut Tx,
    random: &Random,
    now: Timestamp,
    run_at: Timestamp,
    job: &J,
) -> Result<bool, DatabaseError> {
    let payload =
        serde_json::to_string(job).map_err(|_| DatabaseError::Column { column: "payload" })?;
    let dedup_key = job.dedup_key().map(|key| format!("{}:{key}", J::KIND));
    jobs::enqueue(
        tx,
        &jobs::NewJob {
            id: JobId::from_uuid(random.uuid_v7(now)),
            kind: J::KIND,
            payload: &payload,
            dedup_key: dedup_key.as_deref(),
            run_at,
            attempts_max: J::ATTEMPTS_MAX,
            created_at: now,
        },
    )
    .await
}
