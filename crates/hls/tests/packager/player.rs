//! A player that keeps everything: what it played can be handed to FFmpeg.

use crate::feed::Feed;
use live_hls::{RenditionId, Resource};
use std::collections::BTreeMap;

/// An init section and the segments that need it, by their number.
#[derive(Default)]
struct Track {
    init: Vec<u8>,
    segments: BTreeMap<u64, Vec<u8>>,
}

/// The bytes of one rendition.
#[derive(Default)]
pub(crate) struct Recording {
    /// By the init section's name.
    tracks: BTreeMap<String, Track>,
    /// By the part's name.
    parts: BTreeMap<String, Vec<u8>>,
}

impl Recording {
    /// Loads what the playlist has and isn't recorded yet.
    pub(crate) fn update(&mut self, feed: &Feed, id: RenditionId) {
        let mut map = None;
        for segment in &feed.playlist(id).segments {
            map = segment.map.clone().or(map);
            let map = map.clone().unwrap();
            let track = self.tracks.entry(map.clone()).or_insert_with(|| Track {
                init: load(feed, &map),
                ..Track::default()
            });
            if let Some(uri) = &segment.uri {
                let segments = &mut track.segments;
                segments
                    .entry(segment.msn)
                    .or_insert_with(|| load(feed, uri));
            }
            for part in &segment.parts {
                let parts = &mut self.parts;
                let entry = parts.entry(part.uri.clone());
                entry.or_insert_with(|| load(feed, &part.uri));
            }
        }
    }

    /// Each init section with its segments, in one file.
    pub(crate) fn files(&self) -> Vec<Vec<u8>> {
        let whole = |track: &Track| {
            let segments = track.segments.values().flatten();
            track.init.iter().chain(segments).copied().collect()
        };
        self.tracks.values().map(whole).collect()
    }

    /// All parts, end to end.
    pub(crate) fn parts(&self) -> Vec<u8> {
        self.parts.values().flatten().copied().collect()
    }

    /// All segments, end to end.
    pub(crate) fn segments(&self) -> Vec<u8> {
        let segments = self
            .tracks
            .values()
            .flat_map(|track| track.segments.values());
        segments.flatten().copied().collect()
    }
}

fn load(feed: &Feed, uri: &str) -> Vec<u8> {
    match feed.packager.resource(uri) {
        Resource::Ready(media) => {
            let bytes = media.chunks.concat();
            assert_eq!(bytes.len(), media.len);
            bytes
        }
        other => panic!("{uri} is {other:?}"),
    }
}
