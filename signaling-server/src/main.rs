//! `live-signaling-server`: the realtime gateway's process.

use std::process::ExitCode;

fn main() -> ExitCode {
    live_service::start::run("signaling-server", live_signaling_server::run)
}
