//! What operators ask a process, on an address of its own that is never public: `/healthz`,
//! `/readyz` with reasons, `/metrics`.

use crate::{Health, ServeLimits, Shutdown, metrics::Metrics, serve};
use anyhow::Context;
use axum::{Router, http::header, routing::get};
use live_config::services::ServicesConfig;
use std::io::ErrorKind;
use tokio::net::TcpListener;
use tracing::{info, warn};

/// The routes.
pub fn router(health: &Health, metrics: &Metrics) -> Router {
    let metrics = metrics.clone();
    Router::new()
        .route(
            "/metrics",
            get(move || {
                let text = metrics.render();
                async move { ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text) }
            }),
        )
        .merge(health.router(true))
}

/// Binds `services.metrics_addr`. With `may_move`, a default address that another instance has
/// taken is replaced by a free port on the same address, which the log tells.
///
/// # Errors
/// If the address can't be bound.
pub async fn bind(config: &ServicesConfig, may_move: bool) -> anyhow::Result<TcpListener> {
    let addr = config.metrics_addr;
    match TcpListener::bind(addr).await {
        Err(error)
            if may_move
                && error.kind() == ErrorKind::AddrInUse
                && addr == ServicesConfig::default().metrics_addr =>
        {
            let listener = TcpListener::bind((addr.ip(), 0)).await?;
            warn!(taken = %addr, addr = %listener.local_addr()?, "metrics moved to a free port");
            Ok(listener)
        }
        other => other.with_context(|| {
            format!("can't listen on {addr} for metrics; set services.metrics_addr to a free one")
        }),
    }
}

/// Serves the routes on `listener` until the process has drained: metrics and health are wanted
/// to the end.
pub fn spawn(listener: TcpListener, health: &Health, metrics: &Metrics, shutdown: &Shutdown) {
    let router = router(health, metrics);
    let addr = listener.local_addr().ok();
    info!(
        addr = addr.map(tracing::field::display),
        "metrics and health"
    );
    let late = shutdown.after_drain();
    late.spawn(serve(
        listener,
        router,
        late.clone(),
        ServeLimits::default(),
    ));
    let (metrics, soft) = (metrics.clone(), shutdown.soft().clone());
    shutdown.spawn(async move {
        let mut tick = tokio::time::interval(crate::metrics::UPKEEP_INTERVAL);
        while soft.run_until_cancelled(tick.tick()).await.is_some() {
            metrics.upkeep();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
    };

    async fn ask(addr: std::net::SocketAddr, path: &str) -> String {
        let mut stream = TcpStream::connect(addr).await.unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        text
    }

    #[tokio::test]
    async fn it_answers_to_the_end_of_the_drain() {
        let shutdown = Shutdown::new();
        let health = Health::new(shutdown.clone());
        health.register("database", || async { Ok(()) });
        let metrics = Metrics::install().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        spawn(listener, &health, &metrics, &shutdown);
        assert!(ask(addr, "/healthz").await.starts_with("HTTP/1.1 200"));
        assert!(
            ask(addr, "/readyz")
                .await
                .contains("\"database\":{\"ok\":true")
        );

        let release = shutdown.soft().child_token();
        let held = tokio_util::sync::CancellationToken::new();
        let waiting = held.clone();
        shutdown.spawn(async move { waiting.cancelled().await });
        let (clean, draining) = tokio::join!(shutdown.finish(Duration::from_secs(10)), async {
            release.cancelled().await;
            let answer = ask(addr, "/readyz").await;
            assert!(
                ask(addr, "/metrics")
                    .await
                    .contains("process_cpu_seconds_total")
            );
            held.cancel();
            answer
        });
        assert!(clean);
        assert!(draining.starts_with("HTTP/1.1 503"), "{draining}");
        assert!(draining.contains("\"draining\":true"), "{draining}");
    }
}
