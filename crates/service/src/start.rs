//! How a binary of the fleet starts: its `main.rs` is a call of [`run`].

use crate::{Health, Lifecycle, Shutdown, metrics::Metrics, ops, telemetry};
use anyhow::Context;
use clap::Parser;
use live_config::Config;
use std::{
    future::Future,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tracing::info;

/// The configuration file that is read when none is named; it need not exist.
pub const CONFIG_FILE_DEFAULT: &str = "live-engine.toml";

/// What a starting service is given.
#[derive(Debug, Clone)]
pub struct Service {
    /// The binary's name.
    pub name: &'static str,
    /// The configuration.
    pub config: Arc<Config>,
    /// Owns its tasks and tells them to stop.
    pub shutdown: Shutdown,
    /// Where it registers what it depends on.
    pub health: Health,
    /// What the process measures.
    pub metrics: Metrics,
}

impl Service {
    /// A service with this configuration, before anything runs.
    ///
    /// # Errors
    /// If metrics can't be recorded.
    pub fn new(name: &'static str, config: Arc<Config>) -> anyhow::Result<Self> {
        // Several TLS implementations may be linked, so rustls takes none by itself and panics.
        // An error says that one was chosen before, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let shutdown = Shutdown::new();
        Ok(Self {
            name,
            config,
            health: Health::new(shutdown.clone()),
            shutdown,
            metrics: Metrics::install()?,
        })
    }

    /// Fails in a process that is one of several and has no bus that reaches the others.
    ///
    /// # Errors
    /// If `bus.redis_url` is not set.
    pub fn require_shared_bus(&self) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.config.bus.redis_url.is_some(),
            "configuration: bus.redis_url: {} runs as a process of its own and needs Redis to \
             reach the other services (set LIVE_REDIS_URL)",
            self.name
        );
        Ok(())
    }
}

#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Configuration file; `live-engine.toml` is read if it exists and none is named
    #[arg(long, env = "LIVE_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Runs a service's process: command line, configuration, logs, metrics and health on
/// `services.metrics_addr`; then `start`, which binds and spawns on [`Service::shutdown`] and
/// returns; then waits for the end and drains. What goes wrong before is told on standard error.
pub fn run<F, Fut>(name: &'static str, start: F) -> ExitCode
where
    F: FnOnce(Service) -> Fut,
    Fut: Future<Output = anyhow::Result<()>>,
{
    let arguments = Arguments::parse();
    let outcome = load_config(arguments.config.as_deref())
        .and_then(|config| run_with(name, config, false, start));
    exit_code(outcome)
}

/// Reads the configuration from `file`, which must exist, or from the default one.
///
/// # Errors
/// With the key or file that is wrong.
pub fn load_config(file: Option<&Path>) -> anyhow::Result<Config> {
    let path = file.unwrap_or_else(|| Path::new(CONFIG_FILE_DEFAULT));
    Ok(Config::load(path, file.is_some())?)
}

/// The same for a process that has read its command line itself. With `may_move`, the metrics'
/// port gives way to another instance (see [`ops::bind`]).
///
/// # Errors
/// If it can't start.
pub fn run_with<F, Fut>(
    name: &'static str,
    config: Config,
    may_move: bool,
    start: F,
) -> anyhow::Result<ExitCode>
where
    F: FnOnce(Service) -> Fut,
    Fut: Future<Output = anyhow::Result<()>>,
{
    telemetry::init(&config.log)?;
    raise_file_limit();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("can't start the runtime")?;
    let code = runtime.block_on(async {
        let drain = Duration::from_secs(config.services.drain_s);
        let service = Service::new(name, Arc::new(config))?;
        let (shutdown, health) = (service.shutdown.clone(), service.health.clone());
        info!(
            service = name,
            version = env!("CARGO_PKG_VERSION"),
            "starting"
        );
        let started = require_start(&health);
        let listener = ops::bind(&service.config.services, may_move).await?;
        ops::spawn(listener, &health, &service.metrics, &shutdown);
        start(service).await?;
        started.store(true, Ordering::Relaxed);
        Ok::<_, anyhow::Error>(Lifecycle::new(shutdown, drain).run().await?)
    });
    // What did not heed the hard token (blocking work) shall not hold the process.
    runtime.shutdown_background();
    code
}

/// Health is told from the first moment on, but nothing is ready before the returned flag is set:
/// the checks that `start` registers are not there yet.
fn require_start(health: &Health) -> Arc<AtomicBool> {
    let started = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&started);
    health.register("started", move || {
        let seen = seen.load(Ordering::Relaxed);
        async move {
            anyhow::ensure!(seen, "still starting");
            Ok(())
        }
    });
    started
}

/// Every socket is an open file, and the usual soft limit of 1,024 is far below what a listener
/// bears; the hard limit is the administrator's word.
fn raise_file_limit() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::warn!(%error, "the limit of open files stays as it is");
    }
}

/// Tells an error with its causes on standard error.
pub fn exit_code(outcome: anyhow::Result<ExitCode>) -> ExitCode {
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nothing_is_ready_before_it_has_started() {
        let health = Health::new(Shutdown::new());
        let started = require_start(&health);
        assert!(!health.readiness().await.ready);
        started.store(true, Ordering::Relaxed);
        assert!(health.readiness().await.ready);
    }
}
