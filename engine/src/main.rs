//! `live-engine`: see [`live_engine`].

use std::process::ExitCode;

fn main() -> ExitCode {
    live_engine::main()
}
