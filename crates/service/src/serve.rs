//! HTTP/1.1 and HTTP/2 on one listener, with limits against clients that are slow on purpose and
//! a drain that lets running requests finish.

use crate::Shutdown;
use axum::{Router, extract::ConnectInfo};
use hyper::{Request, body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
};
use std::{
    io,
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tower::Service;
use tracing::{debug, warn};

/// HTTP/2 streams that one connection may have at once.
const STREAMS_PER_CONNECTION_MAX: u32 = 256;
/// Bytes of a request's head at most (HTTP/1.1: buffer, HTTP/2: header list).
const HEAD_BYTES_MAX: u32 = 64 * 1024;
/// How long to wait after `accept` failed for want of files or memory.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// What one listener bears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServeLimits {
    /// Connections at once; more wait in the kernel's queue.
    pub connections_max: usize,
    /// How long a client may take for the head of a request, and an idle connection may stay.
    pub head_timeout: Duration,
    /// How long a client may take no byte of an answer (`TCP_USER_TIMEOUT`).
    pub write_timeout: Duration,
}

impl Default for ServeLimits {
    fn default() -> Self {
        Self {
            connections_max: 65_536,
            head_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_secs(30),
        }
    }
}

/// Serves `router` on `listener` until the process shall stop; then takes no more connections
/// and returns, while running requests finish as tracked tasks. Handlers find the peer's address
/// as `ConnectInfo<SocketAddr>`.
///
/// # Errors
/// If the listener breaks for good.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: Shutdown,
    limits: ServeLimits,
) -> anyhow::Result<()> {
    let slots = Arc::new(Semaphore::new(limits.connections_max));
    let builder = Arc::new(builder(&limits));
    loop {
        let accepted = tokio::select! {
            () = shutdown.stopping() => return Ok(()),
            accepted = accept(&listener, &slots) => accepted,
        };
        let (stream, peer, slot) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_of_the_peer(&error) => continue,
            Err(error) => {
                warn!(%error, "can't accept connections now");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        prepare(&stream, &limits);
        let connection = Connection {
            stream,
            peer,
            router: router.clone(),
            builder: Arc::clone(&builder),
            shutdown: shutdown.clone(),
            head_timeout: limits.head_timeout,
        };
        shutdown.spawn(async move {
            connection.run().await;
            drop(slot);
        });
    }
}

fn builder(limits: &ServeLimits) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_timeout)
        .max_buf_size(HEAD_BYTES_MAX as usize);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(limits.head_timeout)
        .keep_alive_timeout(limits.head_timeout)
        .max_concurrent_streams(STREAMS_PER_CONNECTION_MAX)
        .max_header_list_size(HEAD_BYTES_MAX)
        // RFC 8441: WebSocket over HTTP/2.
        .enable_connect_protocol();
    builder
}

async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let slot = Arc::clone(slots)
        .acquire_owned()
        .await
        .map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, slot))
}

/// The peer left before it was accepted: no reason to pause.
fn is_of_the_peer(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
    )
}

/// Small answers leave at once, and a peer that takes nothing is cut by the kernel.
fn prepare(stream: &TcpStream, limits: &ServeLimits) {
    let socket = socket2::SockRef::from(stream);
    let prepared = socket
        .set_tcp_nodelay(true)
        .and_then(|()| socket.set_tcp_user_timeout(Some(limits.write_timeout)));
    if let Err(error) = prepared {
        debug!(%error, "the connection is gone already");
    }
}

struct Connection {
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    builder: Arc<auto::Builder<TokioExecutor>>,
    shutdown: Shutdown,
    head_timeout: Duration,
}

impl Connection {
    async fn run(self) {
        let asked = Arc::new(AtomicBool::new(false));
        let service = {
            let (router, peer, asked) = (self.router, self.peer, Arc::clone(&asked));
            service_fn(move |mut request: Request<Incoming>| {
                asked.store(true, Ordering::Relaxed);
                request.extensions_mut().insert(ConnectInfo(peer));
                router.clone().call(request)
            })
        };
        let io = TokioIo::new(self.stream);
        let mut serving = pin!(self.builder.serve_connection_with_upgrades(io, service));
        // hyper's timeout begins after it knows the HTTP version; this one covers a client that
        // never gets so far.
        let mut silence = pin!(tokio::time::sleep(self.head_timeout));
        let (mut watched, mut draining) = (true, false);
        loop {
            tokio::select! {
                result = serving.as_mut() => {
                    if let Err(error) = result {
                        debug!(error, "connection ended");
                    }
                    return;
                }
                () = silence.as_mut(), if watched => {
                    if !asked.load(Ordering::Relaxed) {
                        return;
                    }
                    watched = false;
                }
                () = self.shutdown.stopping(), if !draining => {
                    draining = true;
                    serving.as_mut().graceful_shutdown();
                }
                () = self.shutdown.hard().cancelled() => return,
            }
        }
    }
}

#[cfg(test)]
mod tests;
