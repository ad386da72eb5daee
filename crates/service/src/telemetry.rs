//! Logs: `tracing` to standard error, for people or as one JSON object a line.

use anyhow::Context;
use live_config::log::{LogConfig, LogFormat};
use std::io::IsTerminal;
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Installs the process's logger. A second call does nothing but say so in its answer: tests run
/// many services in one process.
///
/// # Errors
/// If `config.filter` can't be parsed.
pub fn init(config: &LogConfig) -> anyhow::Result<bool> {
    let filter = EnvFilter::builder()
        .parse(&config.filter)
        .with_context(|| format!("configuration: log.filter: `{}`", config.filter))?;
    let registry = tracing_subscriber::registry().with(filter);
    let installed = match config.format {
        LogFormat::Json => registry
            .with(
                fmt::layer()
                    .json()
                    .flatten_event(true)
                    .with_current_span(false)
                    .with_span_list(true)
                    .with_writer(std::io::stderr),
            )
            .try_init(),
        LogFormat::Pretty => registry
            .with(
                fmt::layer()
                    .with_ansi(std::io::stderr().is_terminal())
                    .with_writer(std::io::stderr),
            )
            .try_init(),
    };
    Ok(installed.is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_is_none_is_named() {
        let error = init(&LogConfig {
            filter: "live_api=loud".into(),
            ..LogConfig::default()
        })
        .unwrap_err();
        assert!(error.to_string().contains("log.filter"), "{error}");
    }
}
