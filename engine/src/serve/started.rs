//! Tells people and scripts where the engine is.

use anyhow::Context;
use live_config::Config;
use live_service::Service;
use std::{fs, io::Write, os::unix::fs::OpenOptionsExt, path::PathBuf};
use tracing::info;

/// Where scripts read what a started engine tells: lines `name=value`, mode 0600 because of the
/// admin link.
pub(crate) fn path(config: &Config) -> PathBuf {
    config.data_dir.join("run").join("engine.started")
}

/// Where encoders send to.
pub(crate) fn rtmp_url(config: &Config) -> String {
    config.rtmp.public_url.clone().unwrap_or_else(|| {
        let page = config.http.public_url();
        let host = url::Url::parse(&page)
            .ok()
            .and_then(|url| Some(url.host_str()?.to_owned()))
            .unwrap_or_else(|| "localhost".into());
        match config.rtmp.addr.port() {
            1935 => format!("rtmp://{host}/live"),
            port => format!("rtmp://{host}:{port}/live"),
        }
    })
}

/// Writes and logs it. `setup_token` is there while the platform has no admin.
pub(super) fn announce(service: &Service, setup_token: Option<&str>) -> anyhow::Result<()> {
    let config = &service.config;
    let (page, rtmp) = (config.http.public_url(), rtmp_url(config));
    let mut lines = format!(
        "page={page}\nrtmp={rtmp}\napi={}\n",
        config.services.api_url
    );
    if let Some(token) = setup_token {
        let link = format!("{page}/register?setup={token}");
        lines.push_str(&format!("admin={link}\n"));
        // The one secret that is shown: it is meant for whoever reads this terminal, works once,
        // and not in logs of machines (JSON), where it would be kept.
        eprintln!("\n  Make the first admin here (works once):\n  {link}\n");
    }
    write(&path(config), &lines)?;
    info!(page, rtmp, "ready");
    Ok(())
}

fn write(path: &std::path::Path, text: &str) -> anyhow::Result<()> {
    let draft = path.with_extension("draft");
    let written = (|| {
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
    })();
    written.with_context(|| format!("can't write {}", path.display()))
}
