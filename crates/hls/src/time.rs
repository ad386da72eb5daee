//! Time within the packager, in flicks: 1/705,600,000 of a second, of which every usual
//! timescale (90 kHz, and each audio sampling rate) has a whole number a tick. So audio at
//! 44.1 kHz and video at 90 kHz share one exact timeline, and a rendition keeps its own when the
//! sampling rate changes.

/// Flicks of a second.
pub(crate) const FLICKS_A_SECOND: i64 = 705_600_000;
/// Flicks of a millisecond.
pub(crate) const FLICKS_A_MS: i64 = FLICKS_A_SECOND / 1_000;

/// Milliseconds as flicks.
pub(crate) const fn from_ms(ms: i64) -> i64 {
    ms.saturating_mul(FLICKS_A_MS)
}

/// Flicks as whole milliseconds, rounded down.
pub(crate) const fn to_ms(flicks: i64) -> i64 {
    flicks.div_euclid(FLICKS_A_MS)
}

/// Samples at `rate_hz` as flicks.
pub(crate) fn from_samples(samples: u32, rate_hz: u32) -> i64 {
    i64::from(samples) * FLICKS_A_SECOND / i64::from(rate_hz.max(1))
}

/// Flicks as ticks of a timescale, rounded to the nearest.
pub(crate) fn to_ticks(flicks: i64, timescale: u32) -> i64 {
    let scaled = i128::from(flicks) * i128::from(timescale) + i128::from(FLICKS_A_SECOND / 2);
    // Within 64 bits: the timeline begins near zero and a timescale is below a flick's.
    i64::try_from(scaled.div_euclid(i128::from(FLICKS_A_SECOND))).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_timescales_are_exact() {
        for rate in [
            7_350, 8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000,
            88_200, 90_000, 96_000, 192_000,
        ] {
            assert_eq!(FLICKS_A_SECOND % rate, 0, "{rate}");
            let rate = u32::try_from(rate).unwrap();
            assert_eq!(to_ticks(from_samples(1_024, rate), rate), 1_024);
        }
    }
}
