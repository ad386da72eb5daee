//! Uploaded pictures: decoded with limits, drawn anew, stored under a random name that is never
//! used again, so that caches may keep it for ever.

mod redraw;
mod store;

pub(crate) use redraw::PictureWork;
pub(crate) use store::{remove, store};

use live_config::Config;
use std::path::PathBuf;

/// What a picture is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureKind {
    /// A user.
    Avatar,
    /// A stream, chosen by its streamer.
    Thumbnail,
}

impl PictureKind {
    /// The folder under `uploads`.
    const fn folder(self) -> &'static str {
        match self {
            Self::Avatar => "avatars",
            Self::Thumbnail => "thumbnails",
        }
    }

    /// The address of the picture of that name.
    pub(crate) fn url(self, name: &str) -> String {
        match self {
            Self::Avatar => format!("/media/avatars/{name}"),
            // `/media/thumbnails` are those that the media services make of the video.
            Self::Thumbnail => format!("/media/own-thumbnails/{name}"),
        }
    }

    /// Width and height in pixels, as it is stored.
    const fn size_px(self) -> (u32, u32) {
        match self {
            Self::Avatar => (512, 512),
            Self::Thumbnail => (1_280, 720),
        }
    }
}

/// The folder of pictures of a kind.
fn folder(config: &Config, kind: PictureKind) -> PathBuf {
    config.data_dir.join("uploads").join(kind.folder())
}

/// Where the picture of that name lies; `None` for what can't be the name of one.
pub fn path(config: &Config, kind: PictureKind, name: &str) -> Option<PathBuf> {
    let stem = name.strip_suffix(".jpg")?;
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (stem.len() == 32 && stem.bytes().all(hex)).then(|| folder(config, kind).join(name))
}
