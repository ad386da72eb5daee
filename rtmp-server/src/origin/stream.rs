//! One stream: its packager, and those who wait for it.

use live_clock::Clock;
use live_hls::{HlsError, Packager, PackagerConfig, Update};
use live_protocol::{StreamId, live::Visibility};
use parking_lot::{Mutex, MutexGuard};
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{Semaphore, watch};

/// A stream that this node has.
pub(crate) struct LiveStream {
    pub(crate) id: StreamId,
    /// Held for microseconds: to add a frame, or to render a playlist.
    packager: Mutex<Packager>,
    visibility: Mutex<Visibility>,
    /// Counts the changes; who waits for something looks again at each.
    changes: watch::Sender<u64>,
    /// Requests that may wait at once; more are refused.
    pub(crate) waiters: Semaphore,
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
        Ok(Self {
            id,
            packager: Mutex::new(Packager::new(config, clock.now().as_ms())?),
            visibility: Mutex::new(visibility),
            changes: watch::Sender::new(0),
            waiters: Semaphore::new(waiters_max.min(Semaphore::MAX_PERMITS)),
            generation: AtomicU64::new(0),
        })
    }

    /// The packager, to read from. Never hold it across an await.
    pub(crate) fn packager(&self) -> MutexGuard<'_, Packager> {
        self.packager.lock()
    }

    /// Changes the packager and wakes those who wait, if a playlist changed.
    pub(super) fn change(&self, change: impl FnOnce(&mut Packager) -> Update) -> Update {
        let update = change(&mut self.packager.lock());
        if update.changed {
            self.changes.send_modify(|changes| *changes += 1);
        }
        update
    }

    /// Hears of changes from now on.
    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    pub(crate) fn visibility(&self) -> Visibility {
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
