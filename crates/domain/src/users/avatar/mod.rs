//! Users' pictures: decoded with limits, drawn anew, stored under a random name that is never used
//! again, so that caches may keep it for ever.

mod redraw;
mod store;

pub(crate) use redraw::AvatarWork;
pub(super) use store::{remove, store};

use live_config::Config;
use std::path::PathBuf;

/// The folder of users' pictures.
pub fn avatars_dir(config: &Config) -> PathBuf {
    config.data_dir.join("uploads").join("avatars")
}

/// Where the picture of that name lies; `None` for what can't be the name of one.
pub fn avatar_path(config: &Config, name: &str) -> Option<PathBuf> {
    let stem = name.strip_suffix(".jpg")?;
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (stem.len() == 32 && stem.bytes().all(hex)).then(|| avatars_dir(config).join(name))
}
