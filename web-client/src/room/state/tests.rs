use super::*;
use live_protocol::{Timestamp, UserId};

fn comment(n: u128, seq: i64, body: &str) -> Comment {
    Comment {
        id: CommentId::from_uuid(Uuid::from_u128(n)),
        stream_id: StreamId::from_uuid(Uuid::nil()),
        seq,
        author: UserSummary {
            id: UserId::from_uuid(Uuid::nil()),
            username: "ada".into(),
            display_name: "Ada".into(),
            avatar_url: None,
        },
        body: body.into(),
        deleted: false,
        created_at: Timestamp::from_ms(0),
    }
}

fn waiting(key: u128, body: &str) -> Line {
    Line {
        key: Uuid::from_u128(key),
        comment: comment(key, i64::MAX, body),
        delivery: Delivery::Sending,
    }
}

fn seqs(lines: &[Line]) -> Vec<i64> {
    lines.iter().map(|line| line.comment.seq).collect()
}

#[test]
fn comments_stand_in_their_order_and_once() {
    let mut lines = Vec::new();
    for (n, seq) in [(1, 1), (3, 3), (2, 2), (3, 3)] {
        put(&mut lines, comment(n, seq, "x"));
    }
    assert_eq!(seqs(&lines), [1, 2, 3]);
}

#[test]
fn ones_own_comment_takes_the_place_of_the_one_waiting() {
    let mut lines = vec![waiting(90, "hello"), waiting(91, "again")];
    put(&mut lines, comment(1, 7, "hello"));
    assert_eq!(seqs(&lines), [7, i64::MAX]);
    assert_eq!(lines[0].key, Uuid::from_u128(90));
    // Said again by a reconnect: nothing changes.
    put(&mut lines, comment(1, 7, "hello"));
    assert_eq!(seqs(&lines), [7, i64::MAX]);
}

#[test]
fn the_oldest_lines_leave_when_there_are_too_many() {
    let mut lines = Vec::new();
    for n in 0..=LINES_MAX {
        put(
            &mut lines,
            comment(n as u128, i64::try_from(n).unwrap(), "x"),
        );
    }
    assert_eq!(lines.len(), LINES_MAX);
    assert_eq!(lines[0].comment.seq, 1);
}
