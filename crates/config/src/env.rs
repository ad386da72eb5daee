//! The environment as a source: short names for what scripts move, `LIVE_A__B` for the rest.

use figment::providers::Env;

/// Short names and the keys they set.
pub const SHORT_NAMES: &[(&str, &str)] = &[
    ("HTTP_ADDR", "http.addr"),
    ("PUBLIC_URL", "http.public_url"),
    ("RTMP_ADDR", "rtmp.addr"),
    ("DATA_DIR", "data_dir"),
    ("DATABASE_URL", "database.url"),
    ("REDIS_URL", "bus.redis_url"),
];

/// Variables that begin with `LIVE_` and are not configuration of the engine.
const IGNORED: &[&str] = &["CONFIG"];

pub(crate) fn provider() -> Env {
    Env::prefixed("LIVE_")
        .filter(|name| {
            let upper = name.as_str().to_ascii_uppercase();
            !IGNORED.contains(&upper.as_str())
                && (upper.contains("__") || SHORT_NAMES.iter().any(|(short, _)| *short == upper))
        })
        .map(|name| {
            let upper = name.as_str().to_ascii_uppercase();
            SHORT_NAMES
                .iter()
                .find(|(short, _)| *short == upper)
                .map_or_else(
                    || upper.to_ascii_lowercase().replace("__", "."),
                    |(_, key)| (*key).into(),
                )
                .into()
        })
        .split(".")
}
