//! RTMP ingest and LL-HLS origin.
//!
//! Encoders push to [`ingest`]: a session of `live_rtmp` a connection, whose media becomes frames
//! of `live_hls` in the [`origin`], which serves them to players. The service knows no users: it
//! asks `api` whether a key may publish, and tells the bus what happens to streams.

mod context;
mod ingest;
pub mod origin;
mod thumbnails;

pub use context::{Context, StartError};

use anyhow::Context as _;
use axum::Router;
use live_bus::Bus;
use live_clock::Clock;
use live_config::Secrets;
use live_service::Service;
use std::{net::SocketAddr, sync::Arc};
use tokio::net::TcpListener;

/// Where encoders are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ports {
    /// RTMP.
    pub rtmp: SocketAddr,
    /// RTMP over TLS, where `rtmp.tls_addr` is set.
    pub rtmps: Option<SocketAddr>,
}

/// Takes encoders on `rtmp` (and on `rtmp.tls_addr`, where it is set) as tasks of the service.
/// Answers the addresses that were bound.
///
/// # Errors
/// If the certificate can't be read or the TLS port can't be bound.
pub async fn spawn(context: &Context, rtmp: TcpListener) -> anyhow::Result<Ports> {
    let ports = ingest::listen(context, rtmp).await?;
    ingest::follow_commands(context);
    ingest::keep_leases(context);
    thumbnails::start(context);
    Ok(ports)
}

/// What players and pages ask: `/hls/…` and the streams' pictures.
///
/// # Errors
/// If the client that asks other nodes can't be made.
pub fn router(context: &Context) -> Result<Router, StartError> {
    Ok(context
        .origin()?
        .router()
        .merge(thumbnails::router(&context.config.data_dir)))
}

/// Runs ingest and origin as a process of its own: connects, binds `rtmp.addr` and `http.addr`.
///
/// # Errors
/// If the bus can't be reached, or an address can't be bound.
pub async fn run(service: Service) -> anyhow::Result<()> {
    service.require_shared_bus()?;
    let config = Arc::clone(&service.config);
    let secrets = Arc::new(Secrets::load_or_create(&config.data_dir)?);
    let clock = Clock::system();
    let closed = service.shutdown.hard().clone();
    let bus = Bus::connect(&config.bus, clock.clone(), closed).await?;
    service.health.register("bus", {
        let bus = bus.clone();
        move || {
            let bus = bus.clone();
            async move { Ok(bus.check().await?) }
        }
    });
    let context = Context::new(config, secrets, bus, clock, service.shutdown.clone())?;
    let addr = context.config.rtmp.addr;
    let rtmp = TcpListener::bind(addr).await.with_context(|| {
        format!("can't listen on {addr}; set rtmp.addr (LIVE_RTMP_ADDR) to a free one")
    })?;
    spawn(&context, rtmp).await?;
    live_http::listen(&service, router(&context)?).await
}
