use super::Finding;
use live_config::Config;
use std::{io::ErrorKind, net::SocketAddr, time::Duration};
use tokio::net::TcpListener;

/// How long a running engine may take to say that it is one.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(2);

pub(super) async fn examine(config: &Config) -> Vec<Finding> {
    let http = examine_one("http", config.http.addr, "LIVE_HTTP_ADDR").await;
    // An engine that runs here already holds its ports: that is as it should be.
    let running = http.level != super::Level::Ok && is_engine(config.http.addr).await;
    if running {
        let says = format!("{}: an engine runs here already", config.http.addr);
        return vec![Finding::ok("http", says)];
    }
    let mut findings = vec![
        http,
        examine_one("rtmp", config.rtmp.addr, "LIVE_RTMP_ADDR").await,
    ];
    if let Some(addr) = config.rtmp.tls_addr {
        findings.push(examine_one("rtmps", addr, "LIVE_RTMP__TLS_ADDR").await);
    }
    findings
}

async fn examine_one(name: &'static str, addr: SocketAddr, variable: &str) -> Finding {
    match TcpListener::bind(addr).await {
        Ok(_) => Finding::ok(name, format!("{addr} is free")),
        Err(error) => {
            let advice = match error.kind() {
                ErrorKind::AddrInUse => {
                    format!("end the program that holds it, or set {variable} to another address")
                }
                ErrorKind::PermissionDenied => {
                    format!("ports below 1024 need root: set {variable} to a higher one")
                }
                _ => format!("set {variable} to an address of this machine"),
            };
            Finding::fail(name, format!("{addr}: {error}"), advice)
        }
    }
}

async fn is_engine(addr: SocketAddr) -> bool {
    let url = format!("http://127.0.0.1:{}/healthz", addr.port());
    let Ok(client) = reqwest::Client::builder().timeout(ANSWER_TIMEOUT).build() else {
        return false;
    };
    match client.get(url).send().await {
        Ok(answer) => answer.text().await.is_ok_and(|text| text == "alive\n"),
        Err(_) => false,
    }
}
