//! RTMP ingest.

use crate::ConfigError;
use serde::{Deserialize, Serialize};
use std::{net::SocketAddr, path::PathBuf};

/// RTMP ingest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RtmpConfig {
    /// Address and port of RTMP.
    pub addr: SocketAddr,
    /// Address and port of RTMP over TLS; absent: off.
    pub tls_addr: Option<SocketAddr>,
    /// PEM file of the certificate chain for RTMP over TLS.
    pub tls_cert: Option<PathBuf>,
    /// PEM file of its key.
    pub tls_key: Option<PathBuf>,
    /// The address that encoders are told, for example `rtmp://live.example.com/live`; made from
    /// `http.public_url` and the port if absent.
    pub public_url: Option<String>,
    /// The address over TLS that encoders are told; made likewise where TLS is on.
    pub public_tls_url: Option<String>,
    /// Connections at most.
    pub connections_max: usize,
    /// Connections of one address at most.
    pub connections_per_ip_max: usize,
    /// Milliseconds without a byte after which a publisher counts as gone.
    pub idle_timeout_ms: u64,
    /// Seconds in which an encoder may come back to the same stream.
    pub reconnect_window_s: u64,
    /// Seconds between thumbnails; 0 makes none.
    pub thumbnail_interval_s: u64,
    /// Bits per second that a publisher may send at most; 0 is no limit.
    pub bitrate_max_bps: u64,
}

impl Default for RtmpConfig {
    fn default() -> Self {
        Self {
            addr: SocketAddr::from(([0, 0, 0, 0], 1935)),
            tls_addr: None,
            tls_cert: None,
            tls_key: None,
            public_url: None,
            public_tls_url: None,
            connections_max: 1_000,
            connections_per_ip_max: 100,
            idle_timeout_ms: 10_000,
            reconnect_window_s: 30,
            thumbnail_interval_s: 60,
            bitrate_max_bps: 50_000_000,
        }
    }
}

impl RtmpConfig {
    pub(crate) fn for_testing() -> Self {
        Self {
            addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            ..Self::default()
        }
    }

    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        if self.tls_addr.is_some() && (self.tls_cert.is_none() || self.tls_key.is_none()) {
            return Err(ConfigError::Value {
                key: "rtmp.tls_addr",
                problem: "needs rtmp.tls_cert and rtmp.tls_key".into(),
            });
        }
        Ok(())
    }
}
