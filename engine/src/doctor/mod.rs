//! `live-engine doctor`: looks at everything the engine needs on this machine. One line each;
//! where something is wrong, what to do.

mod data_dir;
mod database;
mod disk;
mod ffmpeg;
mod ports;
mod redis;
mod web;

use live_config::Config;
use std::process::ExitCode;

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// As it should be.
    Ok,
    /// The engine runs, but not with everything.
    Warn,
    /// The engine can't run so.
    Fail,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    level: Level,
    name: &'static str,
    says: String,
    /// What to do about it.
    advice: Option<String>,
}

impl Finding {
    pub(crate) fn ok(name: &'static str, says: impl Into<String>) -> Self {
        Self {
            level: Level::Ok,
            name,
            says: says.into(),
            advice: None,
        }
    }

    pub(crate) fn warn(
        name: &'static str,
        says: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            level: Level::Warn,
            name,
            says: says.into(),
            advice: Some(advice.into()),
        }
    }

    pub(crate) fn fail(
        name: &'static str,
        says: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            level: Level::Fail,
            ..Self::warn(name, says, advice)
        }
    }

    fn print(&self) {
        let level = match self.level {
            Level::Ok => "ok  ",
            Level::Warn => "warn",
            Level::Fail => "fail",
        };
        println!("{level}  {:<9} {}", self.name, self.says);
        if let Some(advice) = &self.advice {
            println!("                → {advice}");
        }
    }
}

/// Prints all findings; exits 1 if the engine can't run.
pub(crate) fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let findings = runtime.block_on(examine(config));
    for finding in &findings {
        finding.print();
    }
    let failed = findings.iter().any(|finding| finding.level == Level::Fail);
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

async fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = ffmpeg::examine().await;
    findings.push(data_dir::examine(config));
    findings.push(disk::examine(config));
    findings.push(database::examine(config).await);
    findings.push(redis::examine(config).await);
    findings.extend(ports::examine(config).await);
    findings.push(web::examine(config));
    findings
}

/// What the shell does to install a package.
fn install(package: &str) -> String {
    format!("install it: apt-get install {package}")
}

#[cfg(test)]
mod tests;
