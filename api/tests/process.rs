//! The service as a process of its own, from its start to its end.

use crate::app::registration;
use live_testing::{RedisServer, postgres_url, wait_for};
use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
};

/// Killed when the test is over, however it ends.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_live-api"));
    command.env("LIVE_SERVICES__METRICS_ADDR", "127.0.0.1:0");
    command
}

#[test]
fn alone_it_refuses_to_start_and_says_what_it_needs() {
    let output = command().output().unwrap();
    assert!(!output.status.success());
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains("bus.redis_url"), "{text}");
}

#[tokio::test]
async fn in_a_fleet_it_serves_and_ends_cleanly_on_sigterm() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let redis = RedisServer::start().await;
    let database = tokio::task::spawn_blocking(postgres_url).await.unwrap();
    let dir = tempfile::tempdir().unwrap();
    let port = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .unwrap()
        .port();
    let child = command()
        .env("LIVE_DATA_DIR", dir.path())
        .env("LIVE_DATABASE_URL", database)
        .env("LIVE_REDIS_URL", redis.url())
        .env("LIVE_HTTP_ADDR", format!("127.0.0.1:{port}"))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut process = Process(child);

    let url = format!("http://127.0.0.1:{port}");
    let client = reqwest::Client::new();
    wait_for("the API to be ready", async || {
        let answer = client.get(format!("{url}/readyz")).send().await.ok()?;
        answer.status().is_success().then_some(())
    })
    .await;
    let register = client
        .post(format!("{url}/api/auth/register"))
        .json(&registration("ada"));
    assert_eq!(register.send().await.unwrap().status(), 201);

    let pid = process.0.id().to_string();
    let kill = Command::new("kill").args(["-TERM", &pid]).status();
    assert!(kill.unwrap().success());
    let ended = tokio::task::spawn_blocking(move || process.0.wait()).await;
    let ended = ended.unwrap().unwrap();
    assert!(ended.success(), "{ended}");
}
