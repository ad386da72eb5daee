//! The RTMP ports.

use super::{conn, tls::Certificate};
use crate::{Context, Ports};
use anyhow::Context as _;
use std::{net::SocketAddr, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tracing::Instrument;

/// How long a TLS handshake may take.
const TLS_HANDSHAKE_MAX: Duration = Duration::from_secs(10);
/// Pause after `accept` failed for want of files or memory.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Listens on `rtmp`, and over TLS where that is configured.
pub(crate) async fn listen(context: &Context, rtmp: TcpListener) -> anyhow::Result<Ports> {
    let mut ports = Ports {
        rtmp: rtmp.local_addr()?,
        rtmps: None,
    };
    tracing::info!(addr = %ports.rtmp, "taking RTMP");
    context
        .shutdown
        .spawn_service("rtmp", accept(context.clone(), rtmp, None));
    let config = &context.config.rtmp;
    if let Some(addr) = config.tls_addr {
        let tls = Certificate::read(config)?;
        let listener = TcpListener::bind(addr)
            .await
            .with_context(|| format!("can't listen on {addr} (rtmp.tls_addr)"))?;
        let addr = listener.local_addr()?;
        ports.rtmps = Some(addr);
        tracing::info!(%addr, "taking RTMP over TLS");
        context
            .shutdown
            .spawn_service("rtmps", accept(context.clone(), listener, Some(tls)));
    }
    Ok(ports)
}

async fn accept(
    context: Context,
    listener: TcpListener,
    mut tls: Option<Certificate>,
) -> anyhow::Result<()> {
    loop {
        let accepted = tokio::select! {
            () = context.shutdown.stopping() => return Ok(()),
            accepted = listener.accept() => accepted,
        };
        let (socket, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "can't accept encoders now");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let Some(slot) = context.slots.take(peer.ip().to_canonical()) else {
            metrics::counter!("live_rtmp_refused_total", "code" => "connections_max").increment(1);
            continue;
        };
        let (task, tls) = (context.clone(), tls.as_mut().map(Certificate::acceptor));
        let span = tracing::info_span!("rtmp", stream_id = tracing::field::Empty);
        context.shutdown.spawn(
            async move {
                talk(&task, socket, peer, tls).await;
                drop(slot);
            }
            .instrument(span),
        );
    }
}

async fn talk(context: &Context, socket: TcpStream, peer: SocketAddr, tls: Option<TlsAcceptor>) {
    // Answers are small and waited for.
    let _ = socket.set_nodelay(true);
    match tls {
        None => conn::run(context, socket, peer).await,
        Some(tls) => match tokio::time::timeout(TLS_HANDSHAKE_MAX, tls.accept(socket)).await {
            Ok(Ok(socket)) => conn::run(context, socket, peer).await,
            Ok(Err(error)) => tracing::debug!(%error, "no TLS handshake"),
            Err(_) => tracing::debug!("the TLS handshake took too long"),
        },
    }
}
