//! Time on the wire: Unix milliseconds.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = i64))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(type = "number"))]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment `ms` milliseconds after the Unix epoch.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since the Unix epoch.
    pub const fn as_ms(self) -> i64 {
        self.0
    }

    /// This moment and `later` more; stops at the end of time instead of wrapping.
    #[must_use]
    pub fn plus(self, later: Duration) -> Self {
        Self(self.0.saturating_add(ms_of(later)))
    }

    /// `earlier` before this moment; stops at the beginning of time instead of wrapping.
    #[must_use]
    pub fn minus(self, earlier: Duration) -> Self {
        Self(self.0.saturating_sub(ms_of(earlier)))
    }

    /// How long ago `earlier` was, zero if it is yet to come.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

fn ms_of(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_never_wraps() {
        let now = Timestamp::from_ms(1_000);
        assert_eq!(now.plus(Duration::from_secs(1)).as_ms(), 2_000);
        assert_eq!(now.plus(Duration::MAX).as_ms(), i64::MAX);
        assert_eq!(
            Timestamp::from_ms(i64::MIN).minus(Duration::MAX).as_ms(),
            i64::MIN
        );
        assert_eq!(now.since(Timestamp::from_ms(2_000)), Duration::ZERO);
    }
}
