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

/// Runs the worker as a process of its own.
///
/// # Errors
/// If the database or the bus can't be reached.
pub async fn run(service: Service) -> anyhow::Result<()> {
    service.require_shared_bus()?;
    let domain = Domain::of_service(&service).await?;
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
