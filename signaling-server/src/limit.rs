//! How many messages a socket may send: a token bucket (GCRA would do the same).

use live_clock::Clock;
use live_domain::{Error, Result};
use live_protocol::{ErrorCode, Timestamp};
use parking_lot::Mutex;
use std::time::Duration;

/// Seconds of messages that may come at once.
const BURST_S: f64 = 2.0;

pub(crate) struct Bucket {
    clock: Clock,
    per_second: f64,
    state: Mutex<State>,
}

struct State {
    tokens: f64,
    filled_at: Timestamp,
}

impl Bucket {
    pub(crate) fn new(clock: Clock, per_second: u32) -> Self {
        let per_second = f64::from(per_second);
        let state = Mutex::new(State {
            tokens: per_second * BURST_S,
            filled_at: clock.now(),
        });
        Self {
            clock,
            per_second,
            state,
        }
    }

    /// Takes one, or refuses with `rate_limited`.
    pub(crate) fn take(&self) -> Result<()> {
        let now = self.clock.now();
        let mut state = self.state.lock();
        let new = now.since(state.filled_at).as_secs_f64() * self.per_second;
        state.tokens = (state.tokens + new).min(self.per_second * BURST_S);
        state.filled_at = now;
        if state.tokens < 1.0 {
            return Err(Error::new(ErrorCode::RateLimited).with_retry_after(Duration::from_secs(1)));
        }
        state.tokens -= 1.0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_let_through_and_then_the_rate() {
        let clock = Clock::fake(Timestamp::from_ms(0));
        let bucket = Bucket::new(clock.clone(), 5);
        let passed = |tries: usize| (0..tries).filter(|_| bucket.take().is_ok()).count();
        assert_eq!(passed(50), 10);
        clock.advance(Duration::from_secs(1));
        assert_eq!(passed(50), 5);
        clock.advance(Duration::from_hours(1));
        assert_eq!(passed(50), 10, "no more than a burst is saved up");
    }
}
