//! From RTMP's 32-bit milliseconds, which wrap after 49.7 days, to 64 bits.

/// Unwraps the timestamps of one published stream, audio and video together, so that both stay
/// on one time line whichever of them crosses the wrap first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwrapper {
    last: Option<i64>,
}

impl Unwrapper {
    /// The 64-bit time nearest to the last one that equals `timestamp` modulo 2³². The first is
    /// taken as it is. A jump of more than 2³¹ ms (24.9 days) reads as one to the other side.
    pub fn unwrap(&mut self, timestamp: u32) -> i64 {
        let time = match self.last {
            None => i64::from(timestamp),
            Some(last) => {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    clippy::cast_possible_wrap,
                    reason = "arithmetic modulo 2^32 is the point"
                )]
                let step = timestamp.wrapping_sub(last as u32) as i32;
                last.saturating_add(i64::from(step))
            }
        };
        self.last = Some(time);
        time
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_on_over_the_wrap() {
        let mut clock = Unwrapper::default();
        assert_eq!(clock.unwrap(u32::MAX - 10), 4_294_967_285);
        assert_eq!(clock.unwrap(12), 4_294_967_308);
        // The other medium is still on the far side: it must not leap ahead by 2^32.
        assert_eq!(clock.unwrap(u32::MAX - 5), 4_294_967_290);
        assert_eq!(clock.unwrap(35), 4_294_967_331);
    }

    #[test]
    fn jumps_keep_their_size() {
        let mut clock = Unwrapper::default();
        assert_eq!(clock.unwrap(1_000), 1_000);
        assert_eq!(clock.unwrap(3_601_000), 3_601_000);
        assert_eq!(clock.unwrap(500), 500);
    }
}
