//! What is old is removed, and the queue is measured. Every worker does both: removing twice does
//! no harm.

use live_domain::{Domain, auth, live};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often what is old is removed.
const REMOVE_EVERY: Duration = Duration::from_hours(1);
/// How often the queue is measured.
const MEASURE_EVERY: Duration = Duration::from_secs(15);

/// Until `soft`.
pub(crate) async fn run(domain: Domain, soft: CancellationToken) -> anyhow::Result<()> {
    let mut remove = tokio::time::interval(REMOVE_EVERY);
    let mut measure = tokio::time::interval(MEASURE_EVERY);
    loop {
        tokio::select! {
            () = soft.cancelled() => return Ok(()),
            _ = remove.tick() => remove_old(&domain).await,
            _ = measure.tick() => measure_queue(&domain).await,
        }
    }
}

async fn remove_old(domain: &Domain) {
    match auth::clean_up(domain).await {
        Ok(rows) => tracing::debug!(rows, "removed old sessions and tokens"),
        Err(error) => tracing::warn!(%error, "can't remove old sessions and tokens now"),
    }
    match live::remove_old_samples(domain).await {
        Ok(rows) => tracing::debug!(rows, "removed old samples"),
        Err(error) => tracing::warn!(%error, "can't remove old samples now"),
    }
}

async fn measure_queue(domain: &Domain) {
    match live_jobs::depth(&domain.database, domain.clock.now()).await {
        #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 jobs")]
        Ok(depth) => {
            metrics::gauge!("live_jobs_due").set(depth.due as f64);
            metrics::gauge!("live_jobs_dead").set(depth.dead as f64);
        }
        Err(error) => tracing::debug!(%error, "can't measure the queue now"),
    }
}
