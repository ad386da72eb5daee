//! The process from its start to its end.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Ends with the test, however that ends: an orphan would keep the output of all tests open.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The address that the process says it tells its health on.
fn ops_addr(child: &mut Child) -> String {
    let mut log = BufReader::new(child.stderr.take().expect("it is piped"));
    let mut line = String::new();
    loop {
        line.clear();
        let read = log.read_line(&mut line).expect("the log is text");
        assert_ne!(read, 0, "it ended at once");
        if let Some((_, addr)) = line.split_once("metrics and health addr=") {
            // The pipe stays open: a log line into a closed one would end the process.
            std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
            return addr.trim().to_owned();
        }
    }
}

fn ask(addr: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(addr).expect("it listens");
    let head = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer
}

#[test]
fn it_tells_its_health_and_ends_cleanly_on_sigterm() {
    let child = Command::new(env!("CARGO_BIN_EXE_live-license-server"))
        .env("LIVE_SERVICES__METRICS_ADDR", "127.0.0.1:0")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut process = Process(child);
    let addr = ops_addr(&mut process.0);
    assert!(ask(&addr, "/healthz").starts_with("HTTP/1.1 200"));
    // It listens before it has started.
    let deadline = Instant::now() + Duration::from_secs(10);
    while !ask(&addr, "/readyz").contains("\"ready\":true") {
        assert!(Instant::now() < deadline, "it never became ready");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(ask(&addr, "/metrics").contains("process_resident_memory_bytes "));
    assert!(ask(&addr, "/anything").starts_with("HTTP/1.1 404"));
    let kill = Command::new("kill")
        .args(["-TERM", &process.0.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    assert!(process.0.wait().unwrap().success());
}
