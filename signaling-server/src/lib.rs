//! The realtime gateway: Socket.IO v4 on `/socket.io/` (the protocol is
//! [`live_protocol::socket`]).
//!
//! A gateway holds sockets; rooms are of the whole platform. While a stream has members here, one
//! feed task listens to the stream's topic on the bus and emits what it hears to the members
//! ([`feed`]). What clients send becomes one call of `live_domain`; what is stored comes back over
//! the bus like everyone else's. Any number of gateways may run; sticky routing keeps a polling
//! client on one of them.

mod batch;
mod connect;
mod disconnects;
mod events;
mod feed;
mod gateway;
mod limit;
mod place;
mod presence;
mod reactions;
mod refusal;
mod room;
mod users;
mod visitor;

pub use gateway::Gateway;

use axum::Router;
use live_domain::Domain;
use live_service::{Service, Shutdown};
use socketioxide::SocketIo;
use std::time::Duration;

/// Bytes of one message from a client at most.
const PAYLOAD_BYTES_MAX: u64 = 32 * 1024;
/// Messages that wait for one slow socket; beyond, it is closed and resumes when it can.
const SOCKET_MESSAGES_MAX: usize = 512;
/// How often a quiet socket is asked whether it is there, and how long it has to answer.
const PING_EVERY: Duration = Duration::from_secs(20);
const PING_TIMEOUT: Duration = Duration::from_secs(20);

/// The gateway's routes, without the layers of a listener. Its tasks run on `shutdown`.
pub fn router(domain: Domain, shutdown: &Shutdown) -> Router {
    let (service, io) = SocketIo::builder()
        .ping_interval(PING_EVERY)
        .ping_timeout(PING_TIMEOUT)
        .max_payload(PAYLOAD_BYTES_MAX)
        .ws_max_message_size(PAYLOAD_BYTES_MAX.try_into().unwrap_or(usize::MAX))
        .max_buffer_size(SOCKET_MESSAGES_MAX)
        .build_svc();
    let cors = live_http::cors::layer(&domain.config.http);
    let gateway = Gateway::new(domain, io.clone(), shutdown.clone());
    connect::listen(&io, gateway.clone());
    presence::start(&gateway);
    reactions::start(&gateway);
    disconnects::start(&gateway);
    close_at_shutdown(io, shutdown);
    Router::new()
        .route_service("/socket.io/", service)
        .layer(cors)
}

/// Draining: sockets are closed, and their clients connect to another gateway.
fn close_at_shutdown(io: SocketIo, shutdown: &Shutdown) {
    let stopping = shutdown.clone();
    shutdown.spawn(async move {
        stopping.stopping().await;
        io.close().await;
    });
}

/// Runs the gateway as a process of its own: connects, binds `http.addr`, serves.
///
/// # Errors
/// If the database or the bus can't be reached, or the address can't be bound.
pub async fn run(service: Service) -> anyhow::Result<()> {
    service.require_shared_bus()?;
    let domain = Domain::of_service(&service).await?;
    let router = router(domain, &service.shutdown);
    live_http::listen(&service, router).await
}
