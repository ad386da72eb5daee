//! What a started engine tells people and scripts: where it is.

use anyhow::Context;
use live_config::Config;
use live_service::Service;
use std::{fs, io::Write, os::unix::fs::OpenOptionsExt, path::PathBuf};
use tracing::info;

/// Where a running engine is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// For people.
    pub page: String,
    /// For encoders.
    pub rtmp: String,
    /// For programs on this machine.
    pub api: String,
    /// The link that makes the first admin, while there is none.
    pub admin: Option<String>,
}

impl Started {
    /// Of this configuration, with the ports that were really taken.
    pub(crate) fn new(config: &Config, setup_token: Option<&str>) -> Self {
        let page = config.http.public_url();
        Self {
            rtmp: live_domain::live::rtmp_url(config),
            api: config.services.api_url.clone(),
            admin: setup_token.map(|token| format!("{page}/register?setup={token}")),
            page,
        }
    }

    /// Logs it, and writes it to `run/engine.started` in the data folder: lines `name=value` that
    /// a shell reads, mode 0600 because of the admin link.
    ///
    /// # Errors
    /// If the file can't be written.
    pub(crate) fn announce(&self, service: &Service) -> anyhow::Result<()> {
        let mut lines = format!("page={}\nrtmp={}\napi={}\n", self.page, self.rtmp, self.api);
        if let Some(link) = &self.admin {
            lines.push_str("admin=");
            lines.push_str(link);
            lines.push('\n');
            // The one secret that is shown, to whoever reads this terminal; it works once.
            eprintln!("\n  Make the first admin here (works once):\n  {link}\n");
        }
        let path = path(&service.config);
        write(&path, &lines).with_context(|| format!("can't write {}", path.display()))?;
        info!(page = self.page, rtmp = self.rtmp, "ready");
        Ok(())
    }

    /// Reads what the engine of this data folder told.
    ///
    /// # Errors
    /// If none was started there.
    pub(crate) fn read(config: &Config) -> anyhow::Result<Self> {
        let path = path(config);
        let text =
            fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
        let value = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
                .map(str::to_owned)
        };
        let needed = |name| value(name).with_context(|| format!("{} lacks {name}", path.display()));
        Ok(Self {
            page: needed("page")?,
            rtmp: needed("rtmp")?,
            api: needed("api")?,
            admin: value("admin"),
        })
    }
}

fn path(config: &Config) -> PathBuf {
    config.data_dir.join("run").join("engine.started")
}

/// Whole or not at all: a script may read at any moment.
fn write(path: &std::path::Path, text: &str) -> std::io::Result<()> {
    let draft = path.with_extension("draft");
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    let _ = fs::remove_file(&draft);
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)?
        .write_all(text.as_bytes())?;
    fs::rename(&draft, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{os::unix::fs::PermissionsExt, sync::Arc};

    #[test]
    fn what_is_announced_is_read_and_only_by_its_owner() {
        let dir = tempfile::tempdir().unwrap();
        let mut config = Config::for_testing(dir.path());
        config.http.addr = "127.0.0.1:8099".parse().unwrap();
        config.rtmp.addr = "127.0.0.1:1936".parse().unwrap();
        let service = Service::new("test", Arc::new(config.clone())).unwrap();
        let started = Started::new(&config, Some("token"));
        assert_eq!(started.rtmp, "rtmp://localhost:1936/live");
        assert_eq!(
            started.admin.as_deref(),
            Some("http://localhost:8099/register?setup=token")
        );
        started.announce(&service).unwrap();
        assert_eq!(Started::read(&config).unwrap(), started);
        let mode = fs::metadata(path(&config)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
