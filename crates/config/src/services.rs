//! Where the services of a fleet find each other. The embedded engine needs none of it.

use serde::{Deserialize, Serialize};
use std::net::SocketAddr;

/// Where the services of a fleet find each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServicesConfig {
    /// This node's name in leases and logs; host name and process id if absent.
    pub node: Option<String>,
    /// Where the media services reach `api`, for its hooks.
    pub api_url: String,
    /// Where other nodes reach this media service's HTTP port; `http://<addr>` if absent.
    pub advertised_url: Option<String>,
    /// Where `/metrics`, `/healthz` and `/readyz` are served; never public.
    pub metrics_addr: SocketAddr,
    /// Seconds that a service has after SIGTERM to finish what it does.
    pub drain_s: u64,
}

impl Default for ServicesConfig {
    fn default() -> Self {
        Self {
            node: None,
            api_url: "http://127.0.0.1:8080".into(),
            advertised_url: None,
            metrics_addr: SocketAddr::from(([127, 0, 0, 1], 9100)),
            drain_s: 20,
        }
    }
}

impl ServicesConfig {
    pub(crate) fn for_testing() -> Self {
        Self {
            metrics_addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            drain_s: 5,
            ..Self::default()
        }
    }

    /// This node's name.
    pub fn node(&self) -> String {
        self.node.clone().unwrap_or_else(|| {
            let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
            format!("{}-{}", host.trim(), std::process::id())
        })
    }
}
