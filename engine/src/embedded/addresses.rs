//! The public ports.

use anyhow::Context;
use live_config::Config;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use tokio::net::TcpListener;

/// What the engine listens on.
pub(super) struct Listeners {
    pub(super) http: TcpListener,
    pub(super) rtmp: TcpListener,
}

impl Listeners {
    /// Binds all, or says which one is not to be had and what to do.
    pub(super) async fn bind(config: &Config) -> anyhow::Result<Self> {
        Ok(Self {
            http: bind("web pages", config.http.addr, "LIVE_HTTP_ADDR").await?,
            rtmp: bind("RTMP", config.rtmp.addr, "LIVE_RTMP_ADDR").await?,
        })
    }

    /// The configuration with the ports that were really taken (port 0 means any), and the API
    /// where this process finds itself.
    pub(super) fn resolve(&self, config: &Config) -> Config {
        let mut config = config.clone();
        if let Ok(addr) = self.http.local_addr() {
            config.http.addr = addr;
            config.services.api_url = format!("http://{}", reachable(addr));
        }
        if let Ok(addr) = self.rtmp.local_addr() {
            config.rtmp.addr = addr;
        }
        config
    }
}

async fn bind(what: &str, addr: SocketAddr, variable: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(addr).await.with_context(|| {
        format!(
            "can't listen on {addr} for {what} (`live-engine doctor` looks closer; {variable} sets \
             another address)"
        )
    })
}

/// Where this machine reaches a listener: loopback, where it listens on all addresses.
fn reachable(addr: SocketAddr) -> SocketAddr {
    let ip = match addr.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, addr.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_free_port_is_told_to_everyone() {
        let dir = tempfile::tempdir().unwrap();
        let config = Config::for_testing(dir.path());
        let listeners = Listeners::bind(&config).await.unwrap();
        let resolved = listeners.resolve(&config);
        let port = resolved.http.addr.port();
        assert_ne!(port, 0);
        assert_eq!(
            resolved.services.api_url,
            format!("http://127.0.0.1:{port}")
        );
        assert_eq!(
            resolved.http.public_url(),
            format!("http://localhost:{port}")
        );

        let mut second = config.clone();
        second.http.addr = resolved.http.addr;
        let error = Listeners::bind(&second).await.err().unwrap();
        assert!(format!("{error:#}").contains("LIVE_HTTP_ADDR"), "{error:#}");
    }
}
