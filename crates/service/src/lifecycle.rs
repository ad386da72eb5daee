//! The life of a process, with one invariant: every task is tracked, so that the process ends
//! only when all have ended or the drain time is over, and never lives on without one of its
//! service tasks.

use anyhow::anyhow;
use futures::{
    FutureExt,
    future::{BoxFuture, join_all},
};
use parking_lot::Mutex;
use std::{
    future::Future,
    panic::AssertUnwindSafe,
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    signal::unix::{SignalKind, signal},
    task::JoinHandle,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::{Instrument, error, info, info_span, warn};

/// How long what is done at the end may take.
const LAST_MAX: Duration = Duration::from_secs(5);

/// Tells tasks to end, and owns them. Cheap to clone; all clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Shutdown {
    soft: CancellationToken,
    hard: CancellationToken,
    tracker: TaskTracker,
    failure: Arc<Mutex<Option<String>>>,
    last: Last,
}

/// What is done when all tasks have ended.
#[derive(Clone, Default)]
struct Last(Arc<Mutex<Vec<BoxFuture<'static, ()>>>>);

impl std::fmt::Debug for Last {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Last").field(&self.0.lock().len()).finish()
    }
}

impl Shutdown {
    /// Nobody asked to stop, no tasks.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancelled when the process shall finish: take nothing new, end what runs.
    pub fn soft(&self) -> &CancellationToken {
        &self.soft
    }

    /// Cancelled when the drain time is over: let go of everything now.
    pub fn hard(&self) -> &CancellationToken {
        &self.hard
    }

    /// Waits until the process shall finish.
    pub async fn stopping(&self) {
        self.soft.cancelled().await;
    }

    /// Whether the process shall finish.
    pub fn is_stopping(&self) -> bool {
        self.soft.is_cancelled()
    }

    /// Asks all tasks to finish.
    pub fn stop(&self) {
        self.soft.cancel();
    }

    /// Runs a task for as long as it takes; the process waits for it when it drains. It should
    /// heed [`Self::soft`].
    pub fn spawn<F>(&self, task: F) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        self.tracker.spawn(task)
    }

    /// Runs a task that the process can't live without. If it ends before [`Self::soft`], by an
    /// error or a panic or by returning, the process drains and exits non-zero.
    pub fn spawn_service<F>(&self, name: &'static str, task: F)
    where
        F: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        let this = self.clone();
        let span = info_span!("task", name);
        self.tracker.spawn(
            async move {
                let ended = AssertUnwindSafe(task).catch_unwind().await;
                let reason = match ended {
                    Ok(Ok(())) if this.is_stopping() => return,
                    Ok(Ok(())) => anyhow!("it returned although nobody asked it to stop"),
                    Ok(Err(error)) => error,
                    Err(panic) => anyhow!("it panicked: {}", panic_text(&*panic)),
                };
                this.fail(name, &reason);
            }
            .instrument(span),
        );
    }

    /// Does this once all tasks have ended, or were let go of: closing what they used.
    pub fn at_end(&self, last: impl Future<Output = ()> + Send + 'static) {
        self.last.0.lock().push(last.boxed());
    }

    /// Tasks that outlive the drain and end right after it: health and metrics are asked to the
    /// end.
    pub(crate) fn after_drain(&self) -> Self {
        Self {
            soft: self.hard.clone(),
            hard: self.hard.clone(),
            tracker: TaskTracker::new(),
            failure: Arc::clone(&self.failure),
            last: Last::default(),
        }
    }

    /// Ends the process with a failure: the first one counts.
    fn fail(&self, name: &str, reason: &anyhow::Error) {
        error!(
            task = name,
            error = format!("{reason:#}"),
            "a service task failed"
        );
        self.failure
            .lock()
            .get_or_insert_with(|| format!("{name}: {reason:#}"));
        self.soft.cancel();
    }

    /// What made the process fail, if something did.
    pub fn failure(&self) -> Option<String> {
        self.failure.lock().clone()
    }

    /// Asks all tasks to finish, and waits for them, for `drain` at most; then lets go of what is
    /// left, and does what was to be done at the end ([`Self::at_end`]). False if something had to be let go.
    pub async fn finish(&self, drain: Duration) -> bool {
        self.soft.cancel();
        self.tracker.close();
        let clean = tokio::time::timeout(drain, self.tracker.wait())
            .await
            .is_ok();
        if !clean {
            warn!(
                tasks = self.tracker.len(),
                drain_s = drain.as_secs(),
                "the drain time is over, letting go of what is left"
            );
        }
        self.hard.cancel();
        let last = std::mem::take(&mut *self.last.0.lock());
        if tokio::time::timeout(LAST_MAX, join_all(last))
            .await
            .is_err()
        {
            warn!(
                last_s = LAST_MAX.as_secs(),
                "what was to be closed is left open"
            );
        }
        clean
    }
}

/// What a panic said.
fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("(no message)")
}

/// Waits for the end of a process: SIGTERM, SIGINT, or a service task that failed.
#[derive(Debug)]
pub struct Lifecycle {
    shutdown: Shutdown,
    drain: Duration,
}

impl Lifecycle {
    /// Tasks have `drain` to finish after the signal.
    pub fn new(shutdown: Shutdown, drain: Duration) -> Self {
        Self { shutdown, drain }
    }

    /// Waits for the end, drains, and answers what the process exits with: 0 after a clean
    /// drain, 1 if a service task failed or the drain took too long. A second signal cuts the
    /// drain short.
    pub async fn run(self) -> std::io::Result<ExitCode> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let signal = tokio::select! {
            _ = terminate.recv() => "SIGTERM",
            _ = interrupt.recv() => "SIGINT",
            () = self.shutdown.stopping() => "failure",
        };
        let began = Instant::now();
        info!(signal, drain_s = self.drain.as_secs(), "stopping");
        let clean = tokio::select! {
            clean = self.shutdown.finish(self.drain) => clean,
            _ = terminate.recv() => false,
            _ = interrupt.recv() => false,
        };
        self.shutdown.hard.cancel();
        let failure = self.shutdown.failure();
        let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        info!(clean, took_ms, "stopped");
        Ok(if clean && failure.is_none() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_service_task_that_ends_by_itself_is_a_failure() {
        let shutdown = Shutdown::new();
        shutdown.spawn_service("short", async { Ok(()) });
        shutdown.stopping().await;
        assert!(shutdown.failure().unwrap().starts_with("short: "));
    }

    #[tokio::test]
    async fn a_panic_is_a_failure_with_its_text() {
        let shutdown = Shutdown::new();
        shutdown.spawn_service("bug", async { panic!("index 7") });
        shutdown.stopping().await;
        assert!(shutdown.failure().unwrap().contains("index 7"));
    }

    #[tokio::test]
    async fn a_task_that_ends_when_asked_is_none() {
        let shutdown = Shutdown::new();
        let token = shutdown.soft().clone();
        shutdown.spawn_service("good", async move {
            token.cancelled().await;
            Ok(())
        });
        assert!(shutdown.finish(Duration::from_secs(5)).await);
        assert_eq!(shutdown.failure(), None);
    }

    #[tokio::test]
    async fn what_is_closed_at_the_end_is_closed_after_the_tasks() {
        let shutdown = Shutdown::new();
        let said = Arc::new(Mutex::new(Vec::new()));
        let (task, last) = (Arc::clone(&said), Arc::clone(&said));
        shutdown.at_end(async move { last.lock().push("closed") });
        let token = shutdown.soft().clone();
        shutdown.spawn(async move {
            token.cancelled().await;
            tokio::task::yield_now().await;
            task.lock().push("ended");
        });
        assert!(shutdown.finish(Duration::from_secs(5)).await);
        assert_eq!(*said.lock(), ["ended", "closed"]);
    }

    #[tokio::test]
    async fn the_drain_ends_and_the_hard_token_is_cancelled() {
        let shutdown = Shutdown::new();
        let task = shutdown.spawn(std::future::pending::<()>());
        assert!(!shutdown.finish(Duration::from_millis(20)).await);
        assert!(shutdown.hard().is_cancelled());
        task.abort();
    }
}
