//! `live-api`: the REST API's process.

use std::process::ExitCode;

fn main() -> ExitCode {
    live_service::start::run("api", live_api::run)
}
