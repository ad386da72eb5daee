//! The embedded engine: every service as tasks of one process behind one HTTP port
//! ([`embedded`]), and the command line `live-engine` ([`main`]).

mod admin;
mod cli;
mod config;
mod demo;
mod doctor;
pub mod embedded;
mod started;

pub use started::Started;

use clap::Parser;
use live_service::start::exit_code;
use std::process::ExitCode;

/// The program `live-engine`.
pub fn main() -> ExitCode {
    install_tls();
    exit_code(cli::Arguments::parse().run())
}

/// One TLS implementation for whatever speaks TLS here, unless somebody chose one before.
pub fn install_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}
