//! The certificate of RTMP over TLS. It is renewed every few weeks by programs that know nothing
//! of this one, so its files are looked at again when an encoder connects.

use anyhow::{Context as _, ensure};
use live_config::rtmp::RtmpConfig;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};
use tokio_rustls::TlsAcceptor;

/// How long the files are not looked at again.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// When the two files were written, and how long they are.
type Stamp = [Option<(SystemTime, u64)>; 2];

/// The certificate in force, and its files.
pub(crate) struct Certificate {
    cert: PathBuf,
    key: PathBuf,
    acceptor: TlsAcceptor,
    stamp: Stamp,
    looked_at: Instant,
}

impl Certificate {
    /// Reads the files that the configuration names.
    pub(crate) fn read(config: &RtmpConfig) -> anyhow::Result<Self> {
        let cert = config
            .tls_cert
            .clone()
            .context("rtmp.tls_cert is not set")?;
        let key = config.tls_key.clone().context("rtmp.tls_key is not set")?;
        // Before reading: what is written meanwhile is read again.
        let stamp = stamp(&cert, &key);
        Ok(Self {
            acceptor: acceptor(&cert, &key)?,
            cert,
            key,
            stamp,
            looked_at: Instant::now(),
        })
    }

    /// What makes handshakes now. Files that changed are read, where that works: until both fit,
    /// the certificate before stays in force.
    pub(crate) fn acceptor(&mut self) -> TlsAcceptor {
        if self.looked_at.elapsed() >= LOOK_EVERY {
            self.looked_at = Instant::now();
            self.reread();
        }
        self.acceptor.clone()
    }

    /// Reads two small files, and only when they changed: that may be done in place.
    fn reread(&mut self) {
        let stamp = stamp(&self.cert, &self.key);
        if stamp == self.stamp {
            return;
        }
        // Files that don't fit are not tried again before they change again.
        self.stamp = stamp;
        match acceptor(&self.cert, &self.key) {
            Ok(acceptor) => {
                self.acceptor = acceptor;
                tracing::info!("read the renewed certificate of RTMP over TLS");
            }
            Err(error) => {
                let error = format!("{error:#}");
                tracing::warn!(
                    error,
                    "can't read the renewed certificate; keeping the old one"
                );
            }
        }
    }
}

fn stamp(cert: &Path, key: &Path) -> Stamp {
    [cert, key].map(|path| written(path).ok())
}

fn written(path: &Path) -> io::Result<(SystemTime, u64)> {
    let file = fs::metadata(path)?;
    Ok((file.modified()?, file.len()))
}

fn acceptor(cert: &Path, key: &Path) -> anyhow::Result<TlsAcceptor> {
    let chain = certificates(cert)?;
    let key = PrivateKeyDer::from_pem_file(key)
        .with_context(|| format!("{}: no private key in PEM (rtmp.tls_key)", key.display()))?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .context("rtmp.tls_cert and rtmp.tls_key don't fit")?;
    Ok(TlsAcceptor::from(Arc::new(config)))
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
