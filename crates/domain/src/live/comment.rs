//! Comments: written, deleted, read.

use crate::{
    Actor, Domain, Error, Result,
    live::{view, watch},
};
use live_bus::Topic;
use live_database::{
    blocks,
    comments::{self, Deletion, NewComment},
};
use live_protocol::{
    CommentId, ErrorCode, Page, StreamId, Timestamp,
    comment::{COMMENT_CHARS_MAX, Comment, PostComment},
    event::BusEvent,
    page::PAGE_ITEMS_MAX,
    socket::{CommentDeleted, ServerEvent},
};
use std::time::Duration;

/// The time over which a user's comments are counted.
const RATE_WINDOW: Duration = Duration::from_secs(10);

/// Writes a comment and tells the room. The same `client_id` again answers the stored comment.
///
/// Refuses with `comment_refused`, `blocked`, `stream_ended`, `rate_limited`, or as
/// [`watch::find`].
pub async fn post(
    domain: &Domain,
    actor: &Actor,
    stream_id: StreamId,
    playback_token: Option<&str>,
    new: &PostComment,
) -> Result<Comment> {
    let body = checked(&new.body, &domain.config.live.blocked_words)?;
    let stream = watch::find(domain, Some(actor), stream_id, playback_token).await?;
    if blocks::between(&domain.database, stream.streamer.id, actor.user_id).await? {
        return Err(Error::new(ErrorCode::Blocked));
    }
    let now = domain.clock.now();
    let new = NewComment {
        id: CommentId::from_uuid(domain.random.uuid_v7(now)),
        stream_id,
        user_id: actor.user_id,
        client_id: new.client_id,
        body: &body,
        created_at: now,
    };
    let (comment, is_new) = store(domain, &new).await?;
    let comment = view::comment(comment);
    if is_new {
        tell(domain, stream_id, ServerEvent::CommentNew(comment.clone())).await;
    }
    Ok(comment)
}

/// Stores the comment unless its client did so before; true if it is new.
async fn store(domain: &Domain, new: &NewComment<'_>) -> Result<(Comment, bool)> {
    let mut tx = domain.database.begin().await?;
    // Locks the stream's row: of two tries of one comment the second sees the first's.
    let seq = comments::next_seq(&mut tx, new.stream_id).await?;
    let stored = comments::by_client_id(&mut tx, new.stream_id, new.user_id, new.client_id).await?;
    if let Some(stored) = stored {
        return Ok((stored, false));
    }
    let seq = seq.ok_or_else(|| Error::new(ErrorCode::StreamEnded))?;
    let since = new.created_at.minus(RATE_WINDOW);
    let (written, first) =
        comments::written_since(&mut tx, new.stream_id, new.user_id, since).await?;
    if written >= i64::from(domain.config.limits.comments_per_10s) {
        return Err(too_fast(first, new.created_at));
    }
    comments::insert(&mut tx, new, seq).await?;
    let stored = comments::by_client_id(&mut tx, new.stream_id, new.user_id, new.client_id)
        .await?
        .ok_or_else(|| Error::internal("a comment that was just stored is missing"))?;
    tx.commit()
        .await
        .map_err(live_database::DatabaseError::from)?;
    Ok((stored, true))
}

fn too_fast(first: Option<Timestamp>, now: Timestamp) -> Error {
    let until = first.unwrap_or(now).plus(RATE_WINDOW);
    Error::new(ErrorCode::RateLimited)
        .with_detail("You write very fast; wait a moment")
        .with_retry_after(until.since(now).max(Duration::from_secs(1)))
}

/// The text as it is stored: without white space around it and without control characters.
fn checked(body: &str, blocked_words: &[String]) -> Result<String> {
    let refused =
        |detail: &str| Err(Error::new(ErrorCode::CommentRefused).with_detail(detail.to_owned()));
    let text: String = body
        .trim()
        .chars()
        .map(|char| if char.is_control() { ' ' } else { char })
        .collect();
    if text.is_empty() {
        return refused("A comment needs some text");
    }
    if text.chars().count() > COMMENT_CHARS_MAX {
        return refused("A comment has at most 500 characters");
    }
    let lower = text.to_lowercase();
    let blocked = lower
        .split(|char: char| !char.is_alphanumeric())
        .any(|word| blocked_words.iter().any(|blocked| blocked == word));
    if blocked {
        return refused("This comment contains a word that is not used here");
    }
    Ok(text)
}

/// Deletes a comment and tells the room: its author may, and who keeps order in the stream.
pub async fn delete(
    domain: &Domain,
    actor: &Actor,
    stream_id: StreamId,
    comment_id: CommentId,
) -> Result<()> {
    let not_found = || Error::new(ErrorCode::NotFound);
    let comment = comments::by_id(&domain.database, comment_id)
        .await?
        .ok_or_else(not_found)?;
    if comment.stream_id != stream_id {
        return Err(not_found());
    }
    if comment.author.id != actor.user_id {
        let stream = watch::find(domain, Some(actor), stream_id, None).await?;
        if !watch::manages(actor, &stream) {
            return Err(Error::new(ErrorCode::Forbidden));
        }
    }
    let mut tx = domain.database.begin().await?;
    let now = domain.clock.now();
    let deletion = comments::delete(&mut tx, comment_id, stream_id, actor.user_id, now).await?;
    let Some(deletion) = deletion else {
        // Deleted before.
        return Ok(());
    };
    Domain::commit(tx).await?;
    let event = ServerEvent::CommentDeleted(CommentDeleted {
        stream_id,
        comment_id,
        deletion,
    });
    tell(domain, stream_id, event).await;
    Ok(())
}

/// Deletions after number `after`, in order, at most `limit`. Who may read them was checked before.
pub async fn deleted_after(
    domain: &Domain,
    stream_id: StreamId,
    after: i64,
    limit: u32,
) -> Result<Vec<Deletion>> {
    Ok(comments::deleted_after(&domain.database, stream_id, after, limit).await?)
}

/// The number of the stream's last deletion; 0 if there was none.
pub async fn last_deletion(domain: &Domain, stream_id: StreamId) -> Result<i64> {
    Ok(comments::last_deletion(&domain.database, stream_id).await?)
}

/// Comments after `after_seq`, in order, at most `limit`. Who may read them was checked before.
pub async fn after(
    domain: &Domain,
    stream_id: StreamId,
    after_seq: i64,
    limit: u32,
) -> Result<Vec<Comment>> {
    let found = comments::after(&domain.database, stream_id, after_seq, limit).await?;
    Ok(found.into_iter().map(view::comment).collect())
}

/// The newest comments, in order, at most `limit`. Who may read them was checked before.
pub async fn newest(domain: &Domain, stream_id: StreamId, limit: u32) -> Result<Vec<Comment>> {
    let mut found = comments::before(&domain.database, stream_id, None, limit).await?;
    found.reverse();
    Ok(found.into_iter().map(view::comment).collect())
}

/// A page of the chat, the newest first; the cursor is a `seq`.
pub async fn history(
    domain: &Domain,
    actor: Option<&Actor>,
    stream_id: StreamId,
    playback_token: Option<&str>,
    before_seq: Option<i64>,
    limit: u32,
) -> Result<Page<Comment>> {
    watch::find(domain, actor, stream_id, playback_token).await?;
    let limit = limit.clamp(1, PAGE_ITEMS_MAX);
    // One more than asked for tells whether there is a next page.
    let mut found = comments::before(&domain.database, stream_id, before_seq, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next_cursor = if more {
        found.last().map(|comment| comment.seq.to_string())
    } else {
        None
    };
    Ok(Page {
        items: found.into_iter().map(view::comment).collect(),
        next_cursor,
    })
}

/// What is stored is told; if the bus fails, gateways read it from the database after the gap.
async fn tell(domain: &Domain, stream_id: StreamId, event: ServerEvent) {
    let event = BusEvent::Room { stream_id, event };
    if let Err(error) = domain.bus.publish(Topic::Stream(stream_id), event).await {
        tracing::warn!(%stream_id, %error, "a comment was stored but not announced");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_bounded_and_free_of_control_characters() {
        assert_eq!(checked("  hi\u{0}there ", &[]).unwrap(), "hi there");
        for bad in ["", " \n ", &"x".repeat(COMMENT_CHARS_MAX + 1)] {
            assert_eq!(
                checked(bad, &[]).unwrap_err().code(),
                ErrorCode::CommentRefused
            );
        }
        assert!(checked(&"é".repeat(COMMENT_CHARS_MAX), &[]).is_ok());
    }

    #[test]
    fn blocked_words_are_whole_words_in_any_case() {
        let words = ["heck".to_owned()];
        assert!(checked("what the HECK!", &words).is_err());
        assert!(checked("checked", &words).is_ok());
    }
}
