//! The HTTP front door.

use crate::ConfigError;
use serde::{Deserialize, Serialize};
use std::{net::SocketAddr, path::PathBuf};

/// The HTTP front door.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HttpConfig {
    /// Address and port to listen on.
    pub addr: SocketAddr,
    /// How people reach this platform, without a slash at the end; `http://localhost:<port>` if
    /// absent. Links in e-mails and the RTMP address come from it.
    pub public_url: Option<String>,
    /// Folder with the built web client; the embedded engine serves it.
    pub web_dir: PathBuf,
    /// Addresses (CIDR) of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<String>,
    /// Other origins whose pages may call the API and the socket, for example
    /// `https://app.example.com`. The platform's own origin always may.
    pub allowed_origins: Vec<String>,
    /// Whether cookies are marked `Secure`; absent: when `public_url` is HTTPS.
    pub secure_cookies: Option<bool>,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            addr: SocketAddr::from(([0, 0, 0, 0], 8080)),
            public_url: None,
            web_dir: PathBuf::from("dist/web-client"),
            trusted_proxies: Vec::new(),
            allowed_origins: Vec::new(),
            secure_cookies: None,
        }
    }
}

impl HttpConfig {
    pub(crate) fn for_testing() -> Self {
        Self {
            addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            ..Self::default()
        }
    }

    /// How people reach this platform.
    pub fn public_url(&self) -> String {
        self.public_url
            .clone()
            .unwrap_or_else(|| format!("http://localhost:{}", self.addr.port()))
    }

    /// Whether cookies are marked `Secure`.
    pub fn secure_cookies(&self) -> bool {
        self.secure_cookies
            .unwrap_or_else(|| self.public_url().starts_with("https://"))
    }

    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        let urls = self.public_url.iter().map(|url| ("http.public_url", url));
        let origins = self
            .allowed_origins
            .iter()
            .map(|url| ("http.allowed_origins", url));
        for (key, text) in urls.chain(origins) {
            let good = url::Url::parse(text)
                .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
            if !good || text.ends_with('/') {
                return Err(ConfigError::Value {
                    key,
                    problem: format!(
                        "`{text}` is no address like https://live.example.com (no slash at the end)"
                    ),
                });
            }
        }
        Ok(())
    }
}
