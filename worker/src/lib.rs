//! The worker: what happens without anyone waiting for it. It runs the durable queue's jobs,
//! takes what the media services tell of their streams into the database, ends streams whose
//! media stopped, and removes what is old. Any number may run; they share the queue, and one at a
//! time follows the media services.
//!
//! The embedded engine calls [`spawn`]; the fleet's process is [`run`].

mod jobs;
mod media;
mod tidy;

use live_domain::Domain;
use live_service::{Service, Shutdown};
use std::sync::Arc;

/// Runs the worker as a process of its own.
///
/// # Errors
/// If the database or the bus can't be reached.
pub async fn run(service: Service) -> anyhow::Result<()> {
    service.require_shared_bus()?;
    let closed = service.shutdown.hard().clone();
    let domain = Domain::connect(Arc::clone(&service.config), closed).await?;
    service.health.register("database", {
        let database = domain.database.clone();
        move || {
            let database = database.clone();
            async move { Ok(database.check().await?) }
        }
    });
    service.health.register("bus", {
        let bus = domain.bus.clone();
        move || {
            let bus = bus.clone();
            async move { Ok(bus.check().await?) }
        }
    });
    spawn(&domain, &service.shutdown);
    Ok(())
}

/// Starts the worker's tasks on `shutdown`.
pub fn spawn(domain: &Domain, shutdown: &Shutdown) {
    let node = domain.config.services.node();
    let soft = shutdown.soft();
    shutdown.spawn_service(
        "jobs",
        jobs::run(domain.clone(), node.clone(), soft.clone()),
    );
    shutdown.spawn_service("media", media::run(domain.clone(), node, soft.clone()));
    shutdown.spawn_service("tidy", tidy::run(domain.clone(), soft.clone()));
}
