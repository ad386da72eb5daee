use super::end;
use crate::{Domain, Result};
use live_database::{samples, streams};
use live_protocol::live::EndReason;
use std::time::Duration;

/// Streams that are ended in one go.
const STREAMS_MAX: u32 = 100;
/// How long samples of an ended stream are kept.
const SAMPLES_KEPT: Duration = Duration::from_hours(90 * 24);

/// Ends the streams whose heartbeat stopped for `live.heartbeat_timeout_s`: their node died.
/// Answers how many. Any number may run at once.
pub async fn sweep(domain: &Domain) -> Result<usize> {
    let now = domain.clock.now();
    let timeout = Duration::from_secs(domain.config.live.heartbeat_timeout_s);
    let silent = streams::silent_since(&domain.database, now.minus(timeout), STREAMS_MAX).await?;
    let mut ended = 0;
    for stream in silent {
        if end::conclude(domain, stream.id, EndReason::EncoderLeft, now).await? {
            tracing::info!(stream_id = %stream.id, "stream ended: its heartbeat stopped");
            ended += 1;
        }
    }
    Ok(ended)
}

/// Removes the samples of streams that ended 90 days ago. Answers how many.
pub async fn remove_old_samples(domain: &Domain) -> Result<u64> {
    let before = domain.clock.now().minus(SAMPLES_KEPT);
    Ok(samples::remove_ended_before(&domain.database, before).await?)
}
