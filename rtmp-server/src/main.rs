//! `live-rtmp-server`: the process of RTMP ingest and LL-HLS origin.

use std::process::ExitCode;

fn main() -> ExitCode {
    live_service::start::run("rtmp-server", live_rtmp_server::run)
}
