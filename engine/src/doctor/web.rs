use super::Finding;
use live_config::Config;

pub(super) fn examine(config: &Config) -> Finding {
    let dir = &config.http.web_dir;
    if dir.join("index.html").is_file() {
        Finding::ok("web", format!("{} holds the web client", dir.display()))
    } else {
        Finding::warn(
            "web",
            format!("{} has no index.html: there are no pages", dir.display()),
            "build them: installer/build-web.sh, or set http.web_dir (LIVE_HTTP__WEB_DIR)",
        )
    }
}
