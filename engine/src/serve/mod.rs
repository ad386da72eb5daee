//! `live-engine serve`: every service as tasks of one process, behind one HTTP listener.

mod addresses;
mod front_door;
mod web;

use crate::started::Started;
use addresses::Listeners;
use anyhow::Context;
use live_bus::Bus;
use live_clock::{Clock, Random};
use live_config::{Config, Secrets};
use live_database::Database;
use live_domain::Domain;
use live_service::{ServeLimits, Service, serve, start};
use std::{process::ExitCode, sync::Arc};

/// Runs until a signal comes.
pub(crate) fn run(config: Config) -> anyhow::Result<ExitCode> {
    // The database, mails and uploads of this shape are read by this user alone.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    start::run_with("live-engine", config, true, start)
}

/// Binds, connects, and starts every service. Ports come first: one that is taken is the likeliest
/// mistake and should be told before anything is written.
async fn start(mut service: Service) -> anyhow::Result<()> {
    let listeners = Listeners::bind(&service.config).await?;
    let config = Arc::new(listeners.resolve(&service.config));
    service.config = Arc::clone(&config);

    let domain = connect(&service).await?;
    let router = front_door::router(&service, &domain)?;
    let serving = serve(
        listeners.http,
        router,
        service.shutdown.clone(),
        ServeLimits::default(),
    );
    service.shutdown.spawn_service("http", serving);
    Started::new(&config, None).announce(&service)
}

/// The database and the bus, and their checks for `/readyz`.
async fn connect(service: &Service) -> anyhow::Result<Domain> {
    let config = Arc::clone(&service.config);
    let secrets = Secrets::load_or_create(&config.data_dir)?;
    let database = Database::connect(&config)
        .await
        .context("can't open the database")?;
    let clock = Clock::system();
    let closed = service.shutdown.hard().clone();
    let bus = Bus::connect(&config.bus, clock.clone(), closed).await?;
    service.health.register("database", {
        let database = database.clone();
        move || {
            let database = database.clone();
            async move { Ok(database.check().await?) }
        }
    });
    service.health.register("bus", {
        let bus = bus.clone();
        move || {
            let bus = bus.clone();
            async move { Ok(bus.check().await?) }
        }
    });
    Ok(Domain {
        database,
        bus,
        clock,
        random: Random::system(),
        config,
        secrets: Arc::new(secrets),
    })
}
