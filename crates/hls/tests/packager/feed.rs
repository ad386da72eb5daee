//! Feeds a packager as the ingest would, and watches every playlist that comes out.

use crate::demux::Input;
use live_hls::{
    Packager, PackagerConfig, RenditionId, Resource, Update,
    conformance::{self, MediaPlaylist},
};
use std::collections::HashMap;

/// 2026-01-02T03:04:05Z
pub(crate) const EPOCH_MS: i64 = 1_767_323_045_000;

/// A packager whose every state is checked.
pub(crate) struct Feed {
    pub(crate) packager: Packager,
    pub(crate) now_ms: i64,
    /// When the encoder's time zero was.
    base_ms: i64,
    last: HashMap<RenditionId, MediaPlaylist>,
    versions: HashMap<RenditionId, u64>,
    /// Frames that were not taken.
    pub(crate) dropped: Vec<live_hls::DropReason>,
}

impl Feed {
    pub(crate) fn new() -> Self {
        Self::with(PackagerConfig::default())
    }

    pub(crate) fn with(config: PackagerConfig) -> Self {
        let mut packager = Packager::new(config, EPOCH_MS).unwrap();
        let _ = packager.begin_session(EPOCH_MS);
        Self {
            packager,
            now_ms: EPOCH_MS,
            base_ms: EPOCH_MS,
            last: HashMap::new(),
            versions: HashMap::new(),
            dropped: Vec::new(),
        }
    }

    /// One input at the wall-clock time `now_ms`; then everything is checked.
    pub(crate) fn push(&mut self, input: Input, now_ms: i64) -> Update {
        self.now_ms = now_ms;
        let update = match input {
            Input::VideoConfig(config) => self.packager.set_video(config, now_ms).unwrap(),
            Input::AudioConfig(config) => self.packager.set_audio(config, now_ms).unwrap(),
            Input::Video(frame) => self.packager.push_video(frame, now_ms),
            Input::Audio(frame) => self.packager.push_audio(frame, now_ms),
        };
        self.dropped.extend(update.dropped);
        self.watch(update);
        update
    }

    /// Inputs that arrive when their times say.
    pub(crate) fn push_all(&mut self, inputs: impl IntoIterator<Item = Input>) {
        for input in inputs {
            let now_ms = match &input {
                Input::Video(frame) => self.base_ms + frame.dts_ms,
                Input::Audio(frame) => self.base_ms + frame.pts_ms,
                _ => self.now_ms,
            };
            let _ = self.push(input, now_ms.max(self.now_ms));
        }
    }

    /// An encoder connects; its time zero is now.
    pub(crate) fn begin_session(&mut self, now_ms: i64) {
        self.now_ms = now_ms;
        self.base_ms = now_ms;
        let update = self.packager.begin_session(now_ms);
        self.watch(update);
    }

    pub(crate) fn end_session(&mut self) {
        let update = self.packager.end_session(self.now_ms);
        self.watch(update);
    }

    pub(crate) fn finish(&mut self) {
        let update = self.packager.finish(self.now_ms);
        self.watch(update);
    }

    /// Checks every playlist by itself, against the one before, and against its media.
    fn watch(&mut self, update: Update) {
        for id in self.packager.renditions() {
            let version = self.packager.version(id).unwrap();
            let before = self.versions.insert(id, version);
            assert!(
                update.changed || before == Some(version),
                "changed without telling"
            );
            if before != Some(version) {
                self.watch_playlist(id);
            }
        }
        if update.changed {
            let text = self.packager.multivariant_playlist(None).unwrap();
            conformance::check_multivariant(&text).unwrap_or_else(|v| panic!("{v}\n{text}"));
        }
    }

    fn watch_playlist(&mut self, id: RenditionId) {
        let text = self.packager.media_playlist(id, false, None).unwrap();
        let playlist = conformance::check_media(&text).unwrap_or_else(|v| panic!("{v}\n{text}"));
        if let Some(last) = self.last.get(&id) {
            conformance::check_update(last, &playlist)
                .unwrap_or_else(|v| panic!("{v}\n{last:#?}\n{text}"));
            self.check_delta(id, last, &playlist);
        }
        self.check_media(&playlist);
        self.last.insert(id, playlist);
    }

    fn check_delta(&self, id: RenditionId, last: &MediaPlaylist, full: &MediaPlaylist) {
        let known = last.media_sequence + last.segments.len() as u64;
        let news = full.segments.iter().filter(|segment| segment.msn >= known);
        let news_s: f64 = news.map(|segment| segment.duration_s).sum();
        if news_s > full.can_skip_until_s.unwrap() / 2.0 {
            // A player that is so far behind must ask for all of it (6.2.5.1).
            return;
        }
        let text = self.packager.media_playlist(id, true, None).unwrap();
        let delta = conformance::check_media(&text).unwrap_or_else(|v| panic!("{v}\n{text}"));
        let segments =
            conformance::apply_delta(last, &delta).unwrap_or_else(|v| panic!("{v}\n{text}"));
        assert_eq!(segments.len(), full.segments.len());
        for (ours, theirs) in segments.iter().zip(&full.segments) {
            assert_eq!((ours.msn, &ours.uri), (theirs.msn, &theirs.uri));
        }
    }

    /// Everything in the playlist can be loaded, the hinted part not yet.
    fn check_media(&self, playlist: &MediaPlaylist) {
        for uri in playlist.uris() {
            let resource = self.packager.resource(uri);
            assert!(
                matches!(resource, Resource::Ready(_)),
                "{uri} is {resource:?}"
            );
        }
        if let Some(hint) = &playlist.hint {
            assert_eq!(self.packager.resource(hint), Resource::Pending);
        }
    }

    pub(crate) fn playlist(&self, id: RenditionId) -> &MediaPlaylist {
        &self.last[&id]
    }
}
