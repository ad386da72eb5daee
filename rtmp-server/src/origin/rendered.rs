//! Playlists as they are sent: rendered once for each version, compressed once, however many
//! players ask.

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use live_hls::{Packager, RenditionId};
use parking_lot::Mutex;
use std::{
    io::Write as _,
    sync::{Arc, OnceLock},
};

/// Text that repeats itself so much gains little from trying harder.
const GZIP_LEVEL: u32 = 3;

/// A playlist in one version.
#[derive(Debug)]
pub(super) struct Rendered {
    version: u64,
    text: Bytes,
    gzip: OnceLock<Bytes>,
}

impl Rendered {
    pub(super) fn new(version: u64, text: String) -> Self {
        Self {
            version,
            text: Bytes::from(text),
            gzip: OnceLock::new(),
        }
    }

    /// The playlist as it is.
    pub(super) fn text(&self) -> Bytes {
        self.text.clone()
    }

    /// The playlist in gzip, made when first asked for.
    pub(super) fn gzip(&self) -> Bytes {
        self.gzip.get_or_init(|| compress(&self.text)).clone()
    }
}

fn compress(text: &[u8]) -> Bytes {
    let sink = Vec::with_capacity(text.len() / 4);
    let mut encoder = GzEncoder::new(sink, Compression::new(GZIP_LEVEL));
    // Writing into memory can't fail.
    let written = encoder.write_all(text).and_then(|()| encoder.finish());
    Bytes::from(written.unwrap_or_default())
}

/// A stream's playlists, each with its delta update, in their last version.
#[derive(Debug, Default)]
pub(super) struct RenderedPlaylists(Mutex<Vec<(RenditionId, bool, Arc<Rendered>)>>);

impl RenderedPlaylists {
    /// The playlist as the packager has it now, without a token; `None` if there is none.
    pub(super) fn get(
        &self,
        packager: &Packager,
        id: RenditionId,
        skip: bool,
    ) -> Option<Arc<Rendered>> {
        let version = packager.version(id)?;
        let mut known = self.0.lock();
        let found = known
            .iter_mut()
            .find(|(of, skips, _)| (*of, *skips) == (id, skip));
        if let Some((_, _, rendered)) = &found
            && rendered.version == version
        {
            return Some(Arc::clone(rendered));
        }
        let text = packager.media_playlist(id, skip, None)?;
        let fresh = Arc::new(Rendered::new(version, text));
        match found {
            Some((_, _, rendered)) => *rendered = Arc::clone(&fresh),
            None => known.push((id, skip, Arc::clone(&fresh))),
        }
        Some(fresh)
    }
}
