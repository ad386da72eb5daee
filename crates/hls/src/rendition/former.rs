//! Forms parts of a track's samples, in flicks, without payload copies.

use crate::cmaf::Sample;

/// Per cent of the part target that a part must last (rfc8216bis, 4.4.4.9).
const PART_FILL_PERCENT: i64 = 85;

/// Samples that are a part now.
#[derive(Debug)]
pub(crate) struct FormedPart {
    /// Where it begins in the playlist, flicks.
    pub(crate) start: i64,
    /// How long it is in the playlist, flicks.
    pub(crate) duration: i64,
    /// Decoding time that its media begins with, flicks: the first sample's, or that of the next
    /// one if there is none.
    pub(crate) base: i64,
    /// What it holds; empty where a single sample lasts longer than a part may.
    pub(crate) samples: Vec<Sample>,
}

/// Collects samples until they are a part.
#[derive(Debug)]
pub(crate) struct Former {
    /// `PART-TARGET`, flicks.
    target: i64,
    /// Where the part that is being formed begins.
    start: i64,
    /// Up to where time is known.
    end: i64,
    /// Duration of the last sample, the guess for the next one.
    last_duration: i64,
    pending: Vec<Sample>,
}

impl Former {
    /// Begins at `start`, with parts of at most `target` flicks.
    pub(crate) fn new(target: i64, start: i64) -> Self {
        Self {
            target: target.max(1),
            start,
            end: start,
            last_duration: 0,
            pending: Vec::new(),
        }
    }

    /// Where the part that is being formed begins.
    pub(crate) const fn start(&self) -> i64 {
        self.start
    }

    /// Up to where time is known: where the next sample may begin.
    pub(crate) const fn end(&self) -> i64 {
        self.end
    }

    /// Adds a sample that begins where time is known to ([`Former::end`]). Its duration doesn't
    /// count before [`Former::advance`].
    pub(crate) fn push(&mut self, sample: Sample) {
        debug_assert_eq!(sample.start, self.end, "samples follow each other");
        self.pending.push(sample);
    }

    /// Time is known up to `end`: the last sample lasts until there. Hands each part that is
    /// complete to `emit`.
    pub(crate) fn advance(&mut self, end: i64, mut emit: impl FnMut(FormedPart)) {
        let end = end.max(self.end);
        if let Some(last) = self.pending.last_mut() {
            self.last_duration = end - last.start;
            last.duration = self.last_duration;
        }
        self.end = end;
        let enough = self.target * PART_FILL_PERCENT;
        loop {
            let elapsed = end - self.start;
            if elapsed > self.target {
                match self.pending.last().map(|last| last.start) {
                    // Without the last sample it is long enough.
                    Some(last) if self.pending.len() > 1 && (last - self.start) * 100 >= enough => {
                        self.close(last, self.pending.len() - 1, &mut emit);
                    }
                    // The last sample is too long for any bound but one within it.
                    _ => self.close(self.start + self.target, self.pending.len(), &mut emit),
                }
            } else {
                let next = elapsed + self.last_duration;
                let long_enough = elapsed * 100 >= enough && next > self.target;
                // A rest without a sample may still get one, unless it is as long as a part.
                if long_enough && (!self.pending.is_empty() || elapsed == self.target) {
                    self.close(end, self.pending.len(), &mut emit);
                }
                return;
            }
        }
    }

    /// Completes what is pending: the segment ends where time is known to. Returns where the
    /// next segment begins: there, or earlier if the rest would be a part without a sample.
    pub(crate) fn finish(&mut self, mut emit: impl FnMut(FormedPart)) -> i64 {
        if !self.pending.is_empty() {
            self.close(self.end, self.pending.len(), &mut emit);
        }
        self.start
    }

    fn close(&mut self, at: i64, count: usize, emit: &mut impl FnMut(FormedPart)) {
        let rest = self.pending.split_off(count);
        let samples = std::mem::replace(&mut self.pending, rest);
        emit(FormedPart {
            start: self.start,
            duration: at - self.start,
            base: samples.first().map_or(self.end, |sample| sample.start),
            samples,
        });
        self.start = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use proptest::prelude::*;

    const TARGET: i64 = 300;

    fn form(durations: &[i64]) -> (Vec<FormedPart>, i64) {
        let mut former = Former::new(TARGET, 1_000);
        let mut parts = Vec::new();
        let mut at = 1_000;
        for &duration in durations {
            former.push(Sample {
                start: at,
                duration: 0,
                composition: 0,
                sync: true,
                data: Bytes::new(),
            });
            at += duration;
            former.advance(at, |part| parts.push(part));
        }
        let end = former.finish(|part| parts.push(part));
        (parts, end)
    }

    #[test]
    fn a_part_is_complete_when_another_frame_would_not_fit() {
        let (parts, _) = form(&[40; 14]);
        let durations: Vec<_> = parts.iter().map(|part| part.duration).collect();
        assert_eq!(durations, [280, 280], "seven frames each, at once");
    }

    #[test]
    fn a_long_frame_is_divided_between_parts() {
        let (parts, end) = form(&[100, 450, 50]);
        let parts: Vec<_> = parts
            .iter()
            .map(|part| (part.duration, part.samples.len()))
            .collect();
        assert_eq!(parts, [(300, 2), (300, 1)]);
        assert_eq!(end, 1_600);
    }

    #[test]
    fn a_segment_ends_before_a_rest_without_samples() {
        let (parts, end) = form(&[100, 450]);
        assert_eq!(parts.len(), 1);
        assert_eq!(
            end, 1_300,
            "the rest of the frame counts for the next segment"
        );
    }

    proptest! {
        #[test]
        fn parts_keep_the_rule_and_tile(durations in prop::collection::vec(1..2_000_i64, 1..200)) {
            let (parts, end) = form(&durations);
            let mut at = 1_000;
            for (index, part) in parts.iter().enumerate() {
                prop_assert_eq!(part.start, at);
                at += part.duration;
                prop_assert!(part.duration <= TARGET);
                if index + 1 < parts.len() {
                    prop_assert!(part.duration * 100 >= TARGET * PART_FILL_PERCENT);
                }
                for sample in &part.samples {
                    prop_assert!(sample.start >= part.start && sample.start < at);
                }
            }
            prop_assert_eq!(at, end);
            let samples: usize = parts.iter().map(|part| part.samples.len()).sum();
            prop_assert_eq!(samples, durations.len());
        }
    }
}
