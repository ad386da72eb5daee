//! Comments that wait to be told together.

use live_protocol::comment::Comment;
use std::time::Duration;
use tokio::time::Instant;

/// Rooms with fewer members are told at once.
const MEMBERS_MIN: usize = 200;
/// Milliseconds between two batches for each thousand members.
const PAUSE_MS_PER_THOUSAND: usize = 250;
/// The longest pause: nobody reads faster, and the picture is two seconds late itself.
const PAUSE_MAX: Duration = Duration::from_millis(500);
/// Comments that wait at most; then they go before their time.
const WAITING_MAX: usize = 64;

/// What waits. The first comment after a pause goes at once.
pub(crate) struct Batch {
    waiting: Vec<Comment>,
    /// Before this moment nothing goes.
    open_at: Instant,
    members: usize,
}

impl Batch {
    pub(crate) const fn new(now: Instant) -> Self {
        Self {
            waiting: Vec::new(),
            open_at: now,
            members: 0,
        }
    }

    /// Adds a comment for a room of so many members. True if what waits is to go now.
    pub(crate) fn push(&mut self, comment: Comment, members: usize, now: Instant) -> bool {
        self.waiting.push(comment);
        self.members = members;
        now >= self.open_at || members < MEMBERS_MIN || self.waiting.len() >= WAITING_MAX
    }

    pub(crate) const fn waits(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// When what waits is to go.
    pub(crate) const fn due(&self) -> Instant {
        self.open_at
    }

    /// What is to go; the next pause begins.
    pub(crate) fn take(&mut self, now: Instant) -> Vec<Comment> {
        if self.waits() {
            self.open_at = now + pause(self.members);
        }
        std::mem::take(&mut self.waiting)
    }
}

fn pause(members: usize) -> Duration {
    if members < MEMBERS_MIN {
        return Duration::ZERO;
    }
    let ms = members.saturating_mul(PAUSE_MS_PER_THOUSAND) / 1_000;
    Duration::from_millis(u64::try_from(ms).unwrap_or(u64::MAX)).min(PAUSE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use live_protocol::{CommentId, StreamId, Timestamp, UserId, user::UserSummary};
    use uuid::Uuid;

    fn comment(seq: i64) -> Comment {
        Comment {
            id: CommentId::from_uuid(Uuid::nil()),
            stream_id: StreamId::from_uuid(Uuid::nil()),
            seq,
            author: UserSummary {
                id: UserId::from_uuid(Uuid::nil()),
                username: "ada".into(),
                display_name: "Ada".into(),
                avatar_url: None,
            },
            body: "hi".into(),
            deleted: false,
            created_at: Timestamp::from_ms(0),
        }
    }

    fn seqs(batch: &mut Batch, now: Instant) -> Vec<i64> {
        batch.take(now).iter().map(|comment| comment.seq).collect()
    }

    #[test]
    fn a_small_room_is_told_at_once() {
        let now = Instant::now();
        let mut batch = Batch::new(now);
        for seq in 1..10 {
            assert!(batch.push(comment(seq), 199, now));
            assert_eq!(seqs(&mut batch, now), [seq]);
        }
    }

    #[test]
    fn a_large_room_is_told_the_first_at_once_and_the_rest_together() {
        let now = Instant::now();
        let mut batch = Batch::new(now);
        assert!(batch.push(comment(1), 1_000, now));
        assert_eq!(seqs(&mut batch, now), [1]);
        for seq in 2..5 {
            assert!(!batch.push(comment(seq), 1_000, now));
        }
        assert_eq!(batch.due(), now + Duration::from_millis(250));
        let due = batch.due();
        assert_eq!(seqs(&mut batch, due), [2, 3, 4]);
        assert!(!batch.waits());
        let later = now + Duration::from_secs(1);
        assert!(
            batch.push(comment(5), 1_000, later),
            "after a silence at once"
        );
    }

    #[test]
    fn the_pause_and_what_waits_are_bounded() {
        let now = Instant::now();
        assert_eq!(pause(1_000_000), PAUSE_MAX);
        let mut batch = Batch::new(now + PAUSE_MAX);
        let full = (1..=100).position(|seq| batch.push(comment(seq), 5_000, now));
        assert_eq!(full, Some(WAITING_MAX - 1));
    }
}
