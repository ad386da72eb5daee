//! Playlists as text (draft-pantos-hls-rfc8216bis).

mod date;
mod media;
mod multivariant;
mod uri;

pub(crate) use media::{MediaPlaylist, Report, write_media_playlist};
pub(crate) use multivariant::{AudioEntry, Bitrate, Multivariant, VideoEntry, write_multivariant};
pub(crate) use uri::{ResourceName, parse_resource_name};

/// `EXT-X-VERSION`: delta updates need 9.
const VERSION: u32 = 9;
