//! The process from its start to its end.

use std::process::Command;

#[test]
fn alone_it_refuses_to_start_and_says_what_it_needs() {
    let output = Command::new(env!("CARGO_BIN_EXE_live-media-server"))
        .env("LIVE_SERVICES__METRICS_ADDR", "127.0.0.1:0")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains("bus.redis_url"), "{text}");
}
