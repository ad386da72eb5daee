//! `live-engine`: the whole platform as one process, and its command line.

mod cli;
mod config;
mod demo;
mod doctor;
mod serve;
mod started;

use clap::Parser;
use live_service::start::exit_code;
use std::process::ExitCode;

fn main() -> ExitCode {
    // One TLS implementation for whatever speaks TLS here; nobody has installed another before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    exit_code(cli::Arguments::parse().run())
}
