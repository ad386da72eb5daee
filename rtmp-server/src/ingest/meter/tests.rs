use super::*;

/// A meter, and the wall clock in milliseconds since it began.
struct Feed {
    meter: Meter,
    start: Instant,
}

impl Feed {
    fn new() -> Self {
        let start = Instant::now();
        Self {
            meter: Meter::new(start),
            start,
        }
    }

    fn video(&mut self, timestamp_ms: i64, now_ms: u64) {
        let now = self.start + Duration::from_millis(now_ms);
        self.meter
            .video(1_000, timestamp_ms, now, Update::default());
    }

    fn audio(&mut self, timestamp_ms: i64, now_ms: u64) {
        let now = self.start + Duration::from_millis(now_ms);
        self.meter.audio(100, timestamp_ms, now, Update::default());
    }

    /// A second of pictures and sound that come in their time; the clock shows `media_ms` when
    /// the wall's shows `wall_ms`.
    fn second(&mut self, media_ms: i64, wall_ms: u64) {
        for n in 0..30 {
            let at = n * 1_000 / 30;
            self.video(media_ms + at, wall_ms + at.unsigned_abs());
            self.audio(media_ms + at, wall_ms + at.unsigned_abs());
        }
    }
}

#[test]
fn lag_is_measured_against_the_quickest_frame() {
    let mut feed = Feed::new();
    feed.video(5_000, 500);
    feed.video(5_040, 540);
    assert_eq!(feed.meter.update_lag_ms(), 0);
    // A burst: media of a second comes within 10 ms. The line is quicker than we thought.
    feed.video(6_040, 550);
    assert_eq!(feed.meter.update_lag_ms(), 0);
    feed.video(6_080, 2_550);
    assert_eq!(feed.meter.update_lag_ms(), 1_960);
    let end = feed.start + Duration::from_secs(4);
    assert_eq!(feed.meter.bitrate_bps(end), 8_000);
}

#[test]
fn a_clock_that_begins_again_is_not_late() {
    let mut feed = Feed::new();
    feed.second(3_600_000, 0);
    feed.second(0, 1_000);
    assert_eq!(feed.meter.update_lag_ms(), 0);
    // And it is watched as before.
    feed.video(1_000, 4_500);
    assert_eq!(feed.meter.update_lag_ms(), 2_500);
}

#[test]
fn media_whose_clocks_jump_one_after_the_other_are_not_late() {
    for jump_ms in [-3_000_000, 3_000_000] {
        let mut feed = Feed::new();
        feed.second(3_600_000, 0);
        feed.video(3_601_000 + jump_ms, 1_000);
        feed.audio(3_601_000, 1_000);
        feed.video(3_601_033 + jump_ms, 1_033);
        feed.audio(3_601_033 + jump_ms, 1_033);
        feed.second(3_601_066 + jump_ms, 1_066);
        assert_eq!(feed.meter.update_lag_ms(), 0, "{jump_ms}");
    }
}

#[test]
fn a_medium_that_stopped_late_is_forgotten() {
    let mut feed = Feed::new();
    feed.second(0, 0);
    feed.audio(1_000, 3_000);
    assert_eq!(feed.meter.update_lag_ms(), 2_000);
    assert_eq!(feed.meter.update_lag_ms(), 2_000, "nothing new is known");
    feed.video(3_100, 3_100);
    assert_eq!(feed.meter.update_lag_ms(), 0);
}

#[test]
fn pictures_that_are_missing_by_their_times_are_counted() {
    let mut feed = Feed::new();
    feed.second(0, 0);
    feed.second(1_000, 1_000);
    assert_eq!(feed.meter.dropped, 0);
    // Three of them, then ten.
    feed.second(2_100, 2_100);
    assert_eq!(feed.meter.dropped, 3);
    feed.second(3_433, 3_433);
    assert_eq!(feed.meter.dropped, 13);
    // Jumps of the clock say nothing, and times that step back neither.
    feed.second(100_000, 4_433);
    feed.second(0, 5_433);
    assert_eq!(feed.meter.dropped, 13);
}

#[test]
fn of_pictures_that_come_when_something_changes_none_is_missing() {
    let mut feed = Feed::new();
    let mut at_ms = 0_u32;
    for n in 0..200 {
        at_ms += [33, 500, 66, 1_000, 133][n % 5];
        feed.video(at_ms.into(), at_ms.into());
    }
    assert_eq!(feed.meter.dropped, 0);
}
