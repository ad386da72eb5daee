//! Time and randomness, passed in instead of taken from the air, so that tests decide what time
//! it is and which numbers are drawn.

use live_protocol::Timestamp;
use parking_lot::Mutex;
use rand::{Rng, RngCore, SeedableRng, rngs::StdRng};
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

/// Tells the time. Cheap to clone; all clones of a fake share its hands.
#[derive(Debug, Clone)]
pub struct Clock(ClockKind);

#[derive(Debug, Clone)]
enum ClockKind {
    System,
    Fake(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// The machine's clock.
    pub const fn system() -> Self {
        Self(ClockKind::System)
    }

    /// A clock that stands at `now` until [`Clock::advance`] moves it.
    pub fn fake(now: Timestamp) -> Self {
        Self(ClockKind::Fake(Arc::new(Mutex::new(now))))
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            ClockKind::System => system_now(),
            ClockKind::Fake(now) => *now.lock(),
        }
    }

    /// Moves a fake clock on.
    ///
    /// # Panics
    /// On the system clock: only tests move time.
    pub fn advance(&self, by: Duration) {
        match &self.0 {
            ClockKind::System => panic!("the system clock can't be moved"),
            ClockKind::Fake(now) => {
                let mut now = now.lock();
                *now = now.plus(by);
            }
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that asks the machine"
)]
fn system_now() -> Timestamp {
    let since_epoch = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_ms(0).plus(since_epoch)
}

/// Draws random bytes, secrets and ids. Cheap to clone; all clones of a seeded one share its
/// sequence.
#[derive(Debug, Clone)]
pub struct Random(RandomKind);

#[derive(Debug, Clone)]
enum RandomKind {
    System,
    Seeded(Arc<Mutex<StdRng>>),
}

impl Random {
    /// The operating system's generator, for secrets too.
    pub const fn system() -> Self {
        Self(RandomKind::System)
    }

    /// The same sequence for the same seed. For tests only.
    pub fn seeded(seed: u64) -> Self {
        Self(RandomKind::Seeded(Arc::new(Mutex::new(
            StdRng::seed_from_u64(seed),
        ))))
    }

    /// `N` random bytes.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine"
    )]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.0 {
            RandomKind::System => rand::rng().fill_bytes(&mut bytes),
            RandomKind::Seeded(rng) => rng.lock().fill_bytes(&mut bytes),
        }
        bytes
    }

    /// A random number below `end`, zero if `end` is zero. For jitter.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine"
    )]
    pub fn below(&self, end: u64) -> u64 {
        if end == 0 {
            return 0;
        }
        match &self.0 {
            RandomKind::System => rand::rng().random_range(0..end),
            RandomKind::Seeded(rng) => rng.lock().random_range(0..end),
        }
    }

    /// A new UUIDv7 (RFC 9562, section 5.7) that begins with `now`.
    pub fn uuid_v7(&self, now: Timestamp) -> Uuid {
        let ms = u64::try_from(now.as_ms()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(ms, &self.bytes()).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fake_clock_moves_for_all_its_clones() {
        let clock = Clock::fake(Timestamp::from_ms(5));
        let other = clock.clone();
        clock.advance(Duration::from_millis(10));
        assert_eq!(other.now().as_ms(), 15);
    }

    #[test]
    fn ids_sort_by_time_and_carry_it() {
        let random = Random::seeded(1);
        let earlier = random.uuid_v7(Timestamp::from_ms(1_700_000_000_000));
        let later = random.uuid_v7(Timestamp::from_ms(1_700_000_000_001));
        assert!(earlier < later);
        assert_eq!(earlier.get_version_num(), 7);
    }
}
