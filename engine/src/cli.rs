//! The command line.

use crate::{admin, config, demo, doctor, embedded};
use clap::{Parser, Subcommand};
use live_service::start::load_config;
use std::{path::PathBuf, process::ExitCode};

/// Live Engine: live streaming on your own server.
#[derive(Parser)]
#[command(version, about, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// Configuration file; `live-engine.toml` is read if it exists and none is named
    #[arg(long, global = true, env = "LIVE_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run every service in this process until SIGTERM or Ctrl-C
    Serve,
    /// Make admins
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Look at the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Check this machine: what the engine needs, and what to do where it is missing
    Doctor,
    /// Send a test broadcast to the running engine until SIGTERM or Ctrl-C
    Demo,
}

#[derive(Subcommand)]
enum AdminCommand {
    /// Make an account that may do everything; prints its password
    Create(admin::create::Arguments),
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Say whether the configuration is right, and what is wrong with it
    Check,
    /// Print the configuration in force, passwords hidden
    Show,
}

impl Arguments {
    /// Does what was asked.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let file = self.config.as_deref();
        match self.command {
            Command::Serve => embedded::run(load_config(file)?),
            Command::Admin(AdminCommand::Create(arguments)) => {
                admin::create::run(load_config(file)?, arguments)
            }
            Command::Config(ConfigCommand::Check) => config::check::run(file),
            Command::Config(ConfigCommand::Show) => config::show::run(&load_config(file)?),
            Command::Doctor => doctor::run(&load_config(file)?),
            Command::Demo => demo::run(&load_config(file)?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
