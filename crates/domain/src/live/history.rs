use super::{comment, limit, watch};
use crate::{Actor, Domain, Error, Result};
use live_protocol::{Page, StreamId, comment::Comment};

/// Which comments are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListComments<'a> {
    /// Where the page before ended.
    pub cursor: Option<&'a str>,
    /// Those after this `seq` instead, in order: what someone missed.
    pub after_seq: Option<i64>,
    /// Items at most.
    pub limit: Option<u32>,
    /// For a private stream that the caller could not watch otherwise.
    pub playback_token: Option<&'a str>,
}

/// A page of a stream's chat: the newest first, or with `after_seq` in order. Refuses as
/// [`watch::find`].
pub async fn history(
    domain: &Domain,
    actor: Option<&Actor>,
    stream_id: StreamId,
    wanted: &ListComments<'_>,
) -> Result<Page<Comment>> {
    let limit = limit::items(wanted.limit)?;
    let token = wanted.playback_token;
    let Some(after_seq) = wanted.after_seq else {
        let before_seq = wanted.cursor.map(parse_cursor).transpose()?;
        return comment::history(domain, actor, stream_id, token, before_seq, limit).await;
    };
    watch::find(domain, actor, stream_id, token).await?;
    let after_seq = wanted.cursor.map_or(Ok(after_seq), parse_cursor)?;
    // One more than asked for tells whether there is a next page.
    let mut items = comment::after(domain, stream_id, after_seq, limit + 1).await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let last = items.last().filter(|_| more);
    let next_cursor = last.map(|comment| comment.seq.to_string());
    Ok(Page { items, next_cursor })
}

/// The `seq` of the last comment of the page before.
fn parse_cursor(text: &str) -> Result<i64> {
    text.parse()
        .ok()
        .filter(|seq| *seq > 0)
        .ok_or_else(|| Error::field("cursor", "is none of this list"))
}
