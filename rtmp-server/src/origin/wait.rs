//! Waiting for what a stream will have, bounded in number and in time.

use super::stream::LiveStream;
use live_hls::{Packager, RenditionId};
use live_http::Problem;
use live_protocol::ErrorCode;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

/// How long to wait for a stream whose encoder has just connected.
const STARTUP_WAIT: Duration = Duration::from_secs(10);
/// Target durations for which a request waits (rfc8216bis, 6.2.5.2).
const WAIT_TARGETS: u32 = 3;

/// Looks at the packager now and after each change of `rendition`, until `look` finds something.
///
/// # Errors
/// `unavailable` if that takes three target durations, if too many wait already, or if the
/// process ends; `not_found` if the stream is dropped meanwhile.
pub(super) async fn until<T>(
    stream: &LiveStream,
    rendition: RenditionId,
    closing: &CancellationToken,
    mut look: impl FnMut(&Packager) -> Option<T>,
) -> Result<T, Problem> {
    // Heard before looking, so that no change is missed between.
    let mut changes = stream.subscribe(rendition);
    let target_s = {
        let packager = stream.packager();
        if let Some(found) = look(&packager) {
            return Ok(found);
        }
        packager.target_duration_s()
    };
    let Ok(_permit) = stream.waiters.try_acquire() else {
        metrics::counter!("hls_waiters_refused_total").increment(1);
        return Err(later("too many wait for this stream"));
    };
    let _waiting = Waiting::begin();
    let limit = target_s.map_or(STARTUP_WAIT, |target_s| {
        Duration::from_secs(u64::from(WAIT_TARGETS * target_s))
    });
    let deadline = Instant::now() + limit;
    loop {
        let changed = closing.run_until_cancelled(timeout_at(deadline, changes.changed()));
        match changed.await {
            Some(Ok(Ok(()))) => {}
            Some(Ok(Err(_))) => return Err(Problem::new(ErrorCode::NotFound)),
            Some(Err(_)) => return Err(later("nothing came in time")),
            None => return Err(later("this node is going away")),
        }
        if let Some(found) = look(&stream.packager()) {
            return Ok(found);
        }
    }
}

fn later(why: &str) -> Problem {
    let problem = Problem::new(ErrorCode::Unavailable);
    problem.detail(why).retry_after(1)
}

/// Counts a request while it waits.
struct Waiting(metrics::Gauge);

impl Waiting {
    fn begin() -> Self {
        let gauge = metrics::gauge!("hls_waiters");
        gauge.increment(1.0);
        Self(gauge)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}
