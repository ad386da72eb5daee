//! `live-media-server`: the media server as a process of its own.

use std::process::ExitCode;

fn main() -> ExitCode {
    live_service::start::run("media-server", live_media_server::run)
}
