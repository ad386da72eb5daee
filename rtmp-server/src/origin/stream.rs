//! One stream: its packager, and those who wait for it.

use super::rendered::RenderedPlaylists;
use live_clock::Clock;
use live_hls::{HlsError, Packager, PackagerConfig, RenditionId, Update};
use live_protocol::{StreamId, live::Visibility};
use parking_lot::{Mutex, MutexGuard};
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{Semaphore, watch};

/// A stream that this node has.
pub(crate) struct LiveStream {
    pub(super) id: StreamId,
    /// Held for microseconds: to add a frame, or to render a playlist.
    packager: Mutex<Packager>,
    visibility: Mutex<Visibility>,
    /// The last version of each playlist, as sent.
    pub(super) rendered: RenderedPlaylists,
    /// The versions of the playlists; who waits for something looks again at each change of the
    /// one that it waits for.
    video: watch::Sender<u64>,
    audio: watch::Sender<u64>,
    /// Requests that may wait at once; more are refused.
    pub(super) waiters: Semaphore,
    /// Counts the publishers; only the last one's calls count.
    generation: AtomicU64,
}

impl LiveStream {
    pub(super) fn new(
        id: StreamId,
        visibility: Visibility,
        config: PackagerConfig,
        waiters_max: usize,
        clock: &Clock,
    ) -> Result<Self, HlsError> {
        let config = PackagerConfig {
            discontinuities_from_ms: id.made_ms(),
            ..config
        };
        Ok(Self {
            id,
            packager: Mutex::new(Packager::new(config, clock.now().as_ms())?),
            visibility: Mutex::new(visibility),
            rendered: RenderedPlaylists::default(),
            video: watch::Sender::new(0),
            audio: watch::Sender::new(0),
            waiters: Semaphore::new(waiters_max.min(Semaphore::MAX_PERMITS)),
            generation: AtomicU64::new(0),
        })
    }

    /// The packager, to read from. Never hold it across an await.
    pub(crate) fn packager(&self) -> MutexGuard<'_, Packager> {
        self.packager.lock()
    }

    /// Changes the packager and wakes those who wait for a playlist that changed.
    pub(super) fn change(&self, change: impl FnOnce(&mut Packager) -> Update) -> Update {
        let (update, ready, versions) = {
            let mut packager = self.packager.lock();
            let update = change(&mut packager);
            if !update.changed {
                return update;
            }
            let version = |id| packager.version(id).unwrap_or(0);
            let versions = [version(RenditionId::Video), version(RenditionId::Audio)];
            (update, packager.is_ready(), versions)
        };
        for (sender, version) in [&self.video, &self.audio].into_iter().zip(versions) {
            sender.send_if_modified(|last| {
                // A playlist that won't come is waited for in vain: tell that, once.
                let version = version.max(u64::from(ready));
                std::mem::replace(last, version) != version
            });
        }
        update
    }

    /// Hears of changes of a playlist from now on.
    pub(super) fn subscribe(&self, id: RenditionId) -> watch::Receiver<u64> {
        match id {
            RenditionId::Audio => self.audio.subscribe(),
            _ => self.video.subscribe(),
        }
    }

    pub(super) fn visibility(&self) -> Visibility {
        *self.visibility.lock()
    }

    pub(super) fn set_visibility(&self, visibility: Visibility) {
        *self.visibility.lock() = visibility;
    }

    /// A new publisher's number; those before it don't count any more.
    pub(super) fn next_generation(&self) -> u64 {
        self.generation.fetch_add(1, Ordering::AcqRel) + 1
    }

    pub(super) fn is_current(&self, generation: u64) -> bool {
        self.generation.load(Ordering::Acquire) == generation
    }
}
