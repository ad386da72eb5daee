//! Where encoders send to.

use crate::{Domain, Result};
use live_config::Config;
use live_database::stream_keys;
use live_protocol::{StreamId, UserId, live::Ingest};

/// RTMP's port, which addresses need not name.
const RTMP_PORT: u16 = 1935;
/// RTMP's port over TLS, which addresses need not name.
const RTMPS_PORT: u16 = 443;

/// The server field of an encoder: the configured one, or the platform's host and RTMP's port.
pub fn rtmp_url(config: &Config) -> String {
    config
        .rtmp
        .public_url
        .clone()
        .unwrap_or_else(|| address(config, "rtmp", config.rtmp.addr.port(), RTMP_PORT))
}

/// The same over TLS, where it is set up.
fn rtmps_url(config: &Config) -> Option<String> {
    config.rtmp.public_tls_url.clone().or_else(|| {
        let addr = config.rtmp.tls_addr?;
        Some(address(config, "rtmps", addr.port(), RTMPS_PORT))
    })
}

fn address(config: &Config, scheme: &str, port: u16, port_of_scheme: u16) -> String {
    let page = config.http.public_url();
    let host = url::Url::parse(&page)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_else(|| "localhost".into());
    if port == port_of_scheme {
        format!("{scheme}://{host}/live")
    } else {
        format!("{scheme}://{host}:{port}/live")
    }
}

/// Where to send the media of a stream, with the key that was just made, or with the hint of the
/// newest one that leads there.
pub(super) async fn of_stream(
    domain: &Domain,
    user_id: UserId,
    stream_id: StreamId,
    fresh_key: Option<String>,
) -> Result<Ingest> {
    let hint = match &fresh_key {
        Some(key) => super::key::hint(key),
        None => hint(domain, user_id, stream_id).await?,
    };
    Ok(Ingest {
        rtmp_url: rtmp_url(&domain.config),
        rtmps_url: rtmps_url(&domain.config),
        stream_key: fresh_key,
        stream_key_hint: hint,
    })
}

async fn hint(domain: &Domain, user_id: UserId, stream_id: StreamId) -> Result<String> {
    if let Some(hint) = stream_keys::hint_of_stream(&domain.database, stream_id).await? {
        return Ok(hint);
    }
    let own = stream_keys::own_of(&domain.database, user_id).await?;
    Ok(own.map(|key| key.hint).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ports_are_not_named() {
        let mut config = Config::default();
        config.http.public_url = Some("https://live.example.com".into());
        assert_eq!(rtmp_url(&config), "rtmp://live.example.com/live");
        assert_eq!(rtmps_url(&config), None);
        config.rtmp.addr.set_port(19_350);
        config.rtmp.tls_addr = Some(([0, 0, 0, 0], 1_936).into());
        assert_eq!(rtmp_url(&config), "rtmp://live.example.com:19350/live");
        assert_eq!(
            rtmps_url(&config).unwrap(),
            "rtmps://live.example.com:1936/live"
        );
        config.rtmp.public_url = Some("rtmp://in.example.com/app".into());
        assert_eq!(rtmp_url(&config), "rtmp://in.example.com/app");
    }
}
