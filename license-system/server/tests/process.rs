//! The process from its start to its end.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

fn start() -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_live-license-server"))
        .env("LIVE_SERVICES__METRICS_ADDR", "127.0.0.1:0")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap());
    loop {
        let mut line = String::new();
        assert_ne!(log.read_line(&mut line).unwrap(), 0, "it ended at once");
        if let Some((_, addr)) = line.split_once("metrics and health addr=") {
            // The pipe stays open: a log line into a closed one would end the process.
            std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
            return (child, addr.trim().to_owned());
        }
    }
}

fn ask(addr: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(addr).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn it_tells_its_health_and_ends_cleanly_on_sigterm() {
    let (mut child, addr) = start();
    assert!(ask(&addr, "/healthz").starts_with("HTTP/1.1 200"));
    assert!(ask(&addr, "/readyz").contains("\"ready\":true"));
    assert!(ask(&addr, "/metrics").contains("process_resident_memory_bytes "));
    assert!(ask(&addr, "/anything").starts_with("HTTP/1.1 404"));
    let kill = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    assert!(child.wait().unwrap().success());
}
