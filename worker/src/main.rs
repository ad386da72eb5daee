//! `live-worker`: the worker's process.

use std::process::ExitCode;

fn main() -> ExitCode {
    live_service::start::run("worker", live_worker::run)
}
