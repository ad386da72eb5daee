//! `/healthz` (the process is alive) and `/readyz` (what it depends on answers).

use crate::Shutdown;
use axum::{Json, Router, extract::State, http::StatusCode, response::IntoResponse, routing::get};
use futures::future::{BoxFuture, join_all};
use parking_lot::RwLock;
use serde::Serialize;
use std::{
    collections::BTreeMap,
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};
use tracing::warn;

/// How long one check may take before it counts as failed.
const CHECK_TIMEOUT: Duration = Duration::from_secs(2);

type Check = Arc<dyn Fn() -> BoxFuture<'static, anyhow::Result<()>> + Send + Sync>;

/// What the process depends on. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub struct Health {
    checks: Arc<RwLock<BTreeMap<&'static str, Check>>>,
    shutdown: Shutdown,
}

/// The answer to `/readyz`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// Whether requests should be sent here.
    pub ready: bool,
    /// Whether the process is about to end.
    pub draining: bool,
    /// Each thing it depends on, by name.
    pub checks: BTreeMap<&'static str, CheckResult>,
}

/// What became of one check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckResult {
    /// Whether it answered well in time.
    pub ok: bool,
    /// Milliseconds that it took.
    pub took_ms: u64,
    /// Why not; absent in the public answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Health {
    /// Depends on nothing yet; not ready once `shutdown` asks to stop.
    pub fn new(shutdown: Shutdown) -> Self {
        Self {
            checks: Arc::default(),
            shutdown,
        }
    }

    /// Adds (or replaces) what `/readyz` asks. `check` should be cheap: it is run at every request
    /// and has two seconds.
    pub fn register<F, Fut>(&self, name: &'static str, check: F)
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        let check: Check = Arc::new(move || Box::pin(check()));
        self.checks.write().insert(name, check);
    }

    /// Runs all checks at once.
    pub async fn readiness(&self) -> Readiness {
        let checks: Vec<_> = self
            .checks
            .read()
            .iter()
            .map(|(name, check)| (*name, Arc::clone(check)))
            .collect();
        let results = join_all(
            checks
                .into_iter()
                .map(|(name, check)| async move { (name, run(name, check).await) }),
        );
        let checks: BTreeMap<_, _> = results.await.into_iter().collect();
        let draining = self.shutdown.is_stopping();
        Readiness {
            ready: !draining && checks.values().all(|check| check.ok),
            draining,
            checks,
        }
    }

    /// `/healthz` and `/readyz` for everyone: the names of what fails, not why.
    pub fn public_router<S: Clone + Send + Sync + 'static>(&self) -> Router<S> {
        self.router(false)
    }

    /// `/healthz` and `/readyz` with the reasons, for [`crate::ops`].
    pub(crate) fn router<S: Clone + Send + Sync + 'static>(&self, reasons: bool) -> Router<S> {
        Router::new()
            .route("/healthz", get(|| async { "alive\n" }))
            .route(
                "/readyz",
                get(move |State(health): State<Self>| answer(health, reasons)),
            )
            .with_state(self.clone())
    }
}

impl std::fmt::Debug for Health {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.checks.read().keys()).finish()
    }
}

async fn run(name: &'static str, check: Check) -> CheckResult {
    let began = Instant::now();
    let result = tokio::time::timeout(CHECK_TIMEOUT, check()).await;
    let error = match result {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(format!("{error:#}")),
        Err(_) => Some(format!("no answer within {} s", CHECK_TIMEOUT.as_secs())),
    };
    if let Some(error) = &error {
        warn!(check = name, error, "not ready");
    }
    CheckResult {
        ok: error.is_none(),
        took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        error,
    }
}

async fn answer(health: Health, reasons: bool) -> impl IntoResponse {
    let mut readiness = health.readiness().await;
    if !reasons {
        for check in readiness.checks.values_mut() {
            check.error = None;
        }
    }
    let status = if readiness.ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let headers = [("cache-control", "no-store")];
    (status, headers, Json(readiness))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_check_that_fails_makes_it_unready_and_is_named() {
        let health = Health::new(Shutdown::new());
        health.register("good", || async { Ok(()) });
        assert!(health.readiness().await.ready);
        health.register("bad", || async { anyhow::bail!("connection refused") });
        let readiness = health.readiness().await;
        assert!(!readiness.ready);
        assert!(readiness.checks["good"].ok);
        assert_eq!(
            readiness.checks["bad"].error.as_deref(),
            Some("connection refused")
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_check_that_hangs_fails() {
        let health = Health::new(Shutdown::new());
        health.register("stuck", std::future::pending);
        assert!(!health.readiness().await.ready);
    }

    #[tokio::test]
    async fn a_process_that_drains_is_not_ready() {
        let shutdown = Shutdown::new();
        let health = Health::new(shutdown.clone());
        shutdown.stop();
        let readiness = health.readiness().await;
        assert!(!readiness.ready && readiness.draining);
    }
}
