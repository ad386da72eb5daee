//! How a service of the fleet opens its public port.

use crate::{Front, problem};
use anyhow::Context;
use axum::Router;
use live_service::{ServeLimits, Service, serve};
use tokio::net::TcpListener;
use tracing::info;

/// Binds `http.addr` and serves `router` there, with health beside it, behind [`Front`], as a
/// service task. What is not there is answered as a problem.
///
/// # Errors
/// If the address can't be bound, or `http.trusted_proxies` can't be read.
pub async fn listen(service: &Service, router: Router) -> anyhow::Result<()> {
    let addr = service.config.http.addr;
    let listener = TcpListener::bind(addr).await.with_context(|| {
        format!("can't listen on {addr}; set http.addr (LIVE_HTTP_ADDR) to a free one")
    })?;
    info!(addr = %listener.local_addr()?, "listening");
    let router = router
        .merge(service.health.public_router())
        .fallback(problem::not_found);
    let serving = serve(
        listener,
        Front::new(&service.config.http)?.wrap(router),
        service.shutdown.clone(),
        ServeLimits::default(),
    );
    service.shutdown.spawn_service("http", serving);
    Ok(())
}
