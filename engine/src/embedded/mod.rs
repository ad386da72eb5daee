//! Every service in one process.

mod addresses;
mod front_door;
mod web;

use crate::Started;
use addresses::Listeners;
use live_config::Config;
use live_domain::{Domain, auth};
use live_service::{ServeLimits, Service, serve, start as process};
use std::{process::ExitCode, sync::Arc};

/// `live-engine serve`: runs until a signal comes.
pub(crate) fn run(config: Config) -> anyhow::Result<ExitCode> {
    // The database, mails and uploads of this shape are read by this user alone.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    process::run_with("live-engine", config, true, |service| async move {
        let running = start(service.clone()).await?;
        running.started.announce(&service)
    })
}

/// An engine that runs on the tasks of its service.
pub struct Running {
    /// Where it is reached.
    pub started: Started,
    /// Its rules, over its database and its bus.
    pub domain: Domain,
}

/// Binds, connects, and starts every service on `service.shutdown`. Ports come first: one that is
/// taken is the likeliest mistake and should be told before anything is written.
///
/// # Errors
/// If a port can't be bound, or the database or the bus can't be reached.
pub async fn start(mut service: Service) -> anyhow::Result<Running> {
    let listeners = Listeners::bind(&service.config).await?;
    let config = Arc::new(listeners.resolve(&service.config));
    service.config = Arc::clone(&config);

    let domain = Domain::of_service(&service).await?;
    let setup_token = auth::offer_setup(&domain).await?;
    live_worker::spawn(&domain, &service.shutdown);
    let rtmp = live_rtmp_server::Context::new(
        Arc::clone(&config),
        Arc::clone(&domain.secrets),
        domain.bus.clone(),
        domain.clock.clone(),
        service.shutdown.clone(),
    )?;
    live_rtmp_server::spawn(&rtmp, listeners.rtmp).await?;
    let router = front_door::router(&service, &domain, &rtmp)?;
    let serving = serve(
        listeners.http,
        router,
        service.shutdown.clone(),
        ServeLimits::default(),
    );
    service.shutdown.spawn_service("http", serving);
    Ok(Running {
        started: Started::new(&config, setup_token.as_deref()),
        domain,
    })
}
