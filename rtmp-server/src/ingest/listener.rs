//! The RTMP ports.

use super::conn;
use crate::Context;
use anyhow::{Context as _, ensure};
use live_config::rtmp::RtmpConfig;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tracing::Instrument;

/// How long a TLS handshake may take.
const TLS_HANDSHAKE_MAX: Duration = Duration::from_secs(10);
/// Pause after `accept` failed for want of files or memory.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Listens on `rtmp`, and over TLS where that is configured.
pub(crate) async fn listen(context: &Context, rtmp: TcpListener) -> anyhow::Result<()> {
    tracing::info!(addr = %rtmp.local_addr()?, "taking RTMP");
    context
        .shutdown
        .spawn_service("rtmp", accept(context.clone(), rtmp, None));
    let config = &context.config.rtmp;
    if let Some(addr) = config.tls_addr {
        let tls = TlsAcceptor::from(Arc::new(tls_config(config)?));
        let listener = TcpListener::bind(addr)
            .await
            .with_context(|| format!("can't listen on {addr} (rtmp.tls_addr)"))?;
        tracing::info!(addr = %listener.local_addr()?, "taking RTMP over TLS");
        context
            .shutdown
            .spawn_service("rtmps", accept(context.clone(), listener, Some(tls)));
    }
    Ok(())
}

fn tls_config(config: &RtmpConfig) -> anyhow::Result<ServerConfig> {
    let cert = config
        .tls_cert
        .as_deref()
        .context("rtmp.tls_cert is not set")?;
    let key = config
        .tls_key
        .as_deref()
        .context("rtmp.tls_key is not set")?;
    let chain = certificates(cert)?;
    let key = PrivateKeyDer::from_pem_file(key)
        .with_context(|| format!("{}: no private key in PEM (rtmp.tls_key)", key.display()))?;
    ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .context("rtmp.tls_cert and rtmp.tls_key don't fit")
}

fn certificates(path: &Path) -> anyhow::Result<Vec<CertificateDer<'static>>> {
    let chain = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .with_context(|| format!("{}: no certificates in PEM (rtmp.tls_cert)", path.display()))?;
    ensure!(
        !chain.is_empty(),
        "{}: no certificate in it (rtmp.tls_cert)",
        path.display()
    );
    Ok(chain)
}

async fn accept(
    context: Context,
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
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
        let (task, tls) = (context.clone(), tls.clone());
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
