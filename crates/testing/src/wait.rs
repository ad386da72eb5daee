//! Waiting for a condition, bounded.

use std::{
    future::Future,
    time::{Duration, Instant},
};

/// How long a test waits for something that should happen soon. Generous: a loaded machine is
/// slow, and a condition that holds ends the wait at once.
pub const WAIT_MAX: Duration = Duration::from_secs(30);

/// How often the condition is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Looks at `condition` until it yields something, at most [`WAIT_MAX`].
///
/// # Panics
/// When the time is over, with `what` was waited for.
pub async fn wait_for<T, F>(what: &str, mut condition: impl FnMut() -> F) -> T
where
    F: Future<Output = Option<T>>,
{
    let deadline = Instant::now() + WAIT_MAX;
    loop {
        if let Some(found) = condition().await {
            return found;
        }
        assert!(
            Instant::now() < deadline,
            "waited {WAIT_MAX:?} in vain for {what}"
        );
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
