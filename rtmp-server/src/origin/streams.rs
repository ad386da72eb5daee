//! The streams that this node has.

use super::{Publisher, stream::LiveStream};
use live_clock::Clock;
use live_config::hls::HlsConfig;
use live_hls::{HlsError, PackagerConfig};
use live_protocol::{StreamId, Timestamp, live::Visibility};
use parking_lot::Mutex;
use std::{collections::HashMap, sync::Arc, time::Duration};

/// The streams that this node has, being published, interrupted, or ended a short while ago.
pub struct Streams {
    packager: PackagerConfig,
    waiters_max: usize,
    ended_keep: Duration,
    clock: Clock,
    by_id: Mutex<HashMap<StreamId, Entry>>,
}

struct Entry {
    stream: Arc<LiveStream>,
    /// When it was finished.
    ended_at: Option<Timestamp>,
}

impl Streams {
    /// No streams.
    ///
    /// # Errors
    /// If the configuration can't be kept by the packager.
    pub fn new(config: &HlsConfig, clock: Clock) -> Result<Arc<Self>, HlsError> {
        let packager = PackagerConfig {
            part_target_ms: config.part_target_ms,
            segment_target_ms: config.segment_target_ms,
            window_segments: config.window_segments,
            ..PackagerConfig::default()
        };
        packager.check()?;
        Ok(Arc::new(Self {
            packager,
            waiters_max: config.waiters_max,
            ended_keep: Duration::from_secs(config.ended_keep_s),
            clock,
            by_id: Mutex::new(HashMap::new()),
        }))
    }

    /// An encoder begins to publish. If the stream is here, it goes on behind a discontinuity,
    /// and a publisher that is still there loses it; if it ended, it begins anew.
    ///
    /// # Errors
    /// Never for a configuration that [`Streams::new`] took.
    pub fn publish(&self, id: StreamId, visibility: Visibility) -> Result<Publisher, HlsError> {
        let mut streams = self.by_id.lock();
        let known = streams.get(&id).filter(|entry| entry.ended_at.is_none());
        let stream = if let Some(entry) = known {
            entry.stream.set_visibility(visibility);
            Arc::clone(&entry.stream)
        } else {
            let stream = Arc::new(LiveStream::new(
                id,
                visibility,
                self.packager.clone(),
                self.waiters_max,
                &self.clock,
            )?);
            let entry = Entry {
                stream: Arc::clone(&stream),
                ended_at: None,
            };
            streams.insert(id, entry);
            stream
        };
        Ok(Publisher::begin(stream, self.clock.clone()))
    }

    /// The stream is over: its playlists end with `EXT-X-ENDLIST`, and `hls.ended_keep_s` later
    /// it is gone. A publisher that is still there loses it.
    pub fn finish(&self, id: StreamId) {
        let now = self.clock.now();
        let mut streams = self.by_id.lock();
        let Some(entry) = streams
            .get_mut(&id)
            .filter(|entry| entry.ended_at.is_none())
        else {
            return;
        };
        entry.ended_at = Some(now);
        entry.stream.next_generation();
        let _ = entry.stream.change(|packager| packager.finish(now.as_ms()));
    }

    /// Another node has the stream now: it is not here any more, and who waits is answered so.
    pub fn forget(&self, id: StreamId) {
        if let Some(entry) = self.by_id.lock().remove(&id) {
            entry.stream.next_generation();
        }
    }

    /// Who may watch from now on.
    pub fn set_visibility(&self, id: StreamId, visibility: Visibility) {
        if let Some(entry) = self.by_id.lock().get(&id) {
            entry.stream.set_visibility(visibility);
        }
    }

    /// Whether only some may watch; true as well of one that is not here.
    pub(crate) fn is_private(&self, id: StreamId) -> bool {
        let streams = self.by_id.lock();
        streams
            .get(&id)
            .is_none_or(|entry| entry.stream.visibility() == Visibility::Private)
    }

    /// Forgets streams that ended long enough ago, and tells which. To be called every few
    /// seconds.
    pub fn sweep(&self) -> Vec<StreamId> {
        let now = self.clock.now();
        let is_over = |entry: &Entry| {
            entry
                .ended_at
                .is_some_and(|ended_at| now.since(ended_at) >= self.ended_keep)
        };
        let mut streams = self.by_id.lock();
        let over = streams.extract_if(|_, entry| is_over(entry));
        over.map(|(id, _)| id).collect()
    }

    /// Whether the stream is here and not ended.
    pub fn is_live(&self, id: StreamId) -> bool {
        let streams = self.by_id.lock();
        streams
            .get(&id)
            .is_some_and(|entry| entry.ended_at.is_none())
    }

    pub(crate) fn get(&self, id: StreamId) -> Option<Arc<LiveStream>> {
        let streams = self.by_id.lock();
        streams.get(&id).map(|entry| Arc::clone(&entry.stream))
    }
}
