//! `live-engine serve` as a process: how it starts, refuses to start, and ends.

use live_testing::wait_for;
use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

fn engine(data_dir: &Path, http_addr: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_live-engine"));
    command
        .arg("serve")
        .current_dir(data_dir)
        .env("LIVE_DATA_DIR", data_dir)
        .env("LIVE_HTTP_ADDR", http_addr)
        .env("LIVE_RTMP_ADDR", "127.0.0.1:0")
        .env("LIVE_SERVICES__METRICS_ADDR", "127.0.0.1:0")
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// What the engine wrote for scripts, once it did.
async fn started(data_dir: &Path) -> String {
    let path = data_dir.join("run/engine.started");
    wait_for("the engine to start", async || {
        std::fs::read_to_string(&path).ok()
    })
    .await
}

/// The logs that SQLite keeps beside a database that is open.
fn write_ahead_logs(data_dir: &Path) -> Vec<String> {
    std::fs::read_dir(data_dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with("-wal"))
        .collect()
}

fn end(child: Child) -> Output {
    let pid = child.id().to_string();
    let sent = Command::new("kill").args(["-TERM", &pid]).status();
    assert!(sent.expect("kill runs").success());
    child.wait_with_output().expect("it is our child")
}

#[tokio::test]
async fn it_tells_where_it_is_and_ends_with_zero_on_sigterm() {
    let dir = tempfile::tempdir().unwrap();
    let child = engine(dir.path(), "127.0.0.1:0").spawn().unwrap();
    let told = started(dir.path()).await;
    for name in [
        "page=http://localhost:",
        "rtmp=rtmp://localhost:",
        "api=http://127.0.0.1:",
    ] {
        assert!(told.contains(name), "{told}");
    }
    assert!(told.contains("/register?setup="), "{told}");
    assert!(!write_ahead_logs(dir.path()).is_empty());
    let output = end(child);
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{log}");
    assert!(log.contains("clean=true"), "{log}");
    // The database was closed: what was written is all in its one file.
    assert_eq!(write_ahead_logs(dir.path()), Vec::<String>::new());
}

#[tokio::test]
async fn a_second_start_keeps_accounts_secrets_and_offers_a_new_link() {
    let dir = tempfile::tempdir().unwrap();
    let first = engine(dir.path(), "127.0.0.1:0").spawn().unwrap();
    let told_first = started(dir.path()).await;
    assert!(end(first).status.success());
    let key = std::fs::read(dir.path().join("secrets/access_key")).unwrap();
    std::fs::remove_file(dir.path().join("run/engine.started")).unwrap();

    let second = engine(dir.path(), "127.0.0.1:0").spawn().unwrap();
    let told_second = started(dir.path()).await;
    assert!(end(second).status.success());
    assert_eq!(
        std::fs::read(dir.path().join("secrets/access_key")).unwrap(),
        key
    );
    let link = |told: &str| told.split_once("setup=").map(|(_, token)| token.to_owned());
    assert_ne!(link(&told_first), link(&told_second));
}

#[tokio::test]
async fn a_port_that_is_taken_is_named_with_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    let output = engine(dir.path(), &addr).output().unwrap();
    assert!(!output.status.success());
    let log = String::from_utf8_lossy(&output.stderr);
    let error = log.lines().find(|line| line.starts_with("error: "));
    let error = error.unwrap_or_else(|| panic!("{log}"));
    assert!(
        error.contains(&addr) && error.contains("LIVE_HTTP_ADDR"),
        "{error}"
    );
}

#[test]
fn a_wrong_configuration_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let output = engine(dir.path(), "127.0.0.1:0")
        .env("LIVE_HLS__PART_TARGET_MS", "5")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(log.contains("hls.part_target_ms"), "{log}");
}
