//! `live-license-server`: the licence server's process.

use std::process::ExitCode;

fn main() -> ExitCode {
    live_service::start::run("license-server", live_license_server::run)
}
