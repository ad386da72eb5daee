use super::view;
use crate::{Actor, Domain, Error, Result};
use live_database::streams;
use live_protocol::{Page, StreamId, UserId, live::Stream, page::PAGE_ITEMS_MAX, user::Role};

/// A user's streams, the newest first: all of them for the user and for moderators, else the
/// public ones that were live.
pub async fn of_user(
    domain: &Domain,
    actor: Option<&Actor>,
    user_id: UserId,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Page<Stream>> {
    let all = actor.is_some_and(|actor| actor.user_id == user_id || actor.role >= Role::Moderator);
    let before = cursor
        .map(str::parse::<StreamId>)
        .transpose()
        .map_err(|_| Error::field("cursor", "Not a cursor of this list"))?;
    let limit = limit.clamp(1, PAGE_ITEMS_MAX);
    let mut rows = streams::of_user(&domain.database, user_id, all, before, limit + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next_cursor = rows.last().filter(|_| more).map(|row| row.id.to_string());
    let items = rows
        .into_iter()
        .map(|row| view::stream(domain, row, None))
        .collect::<Result<_>>()?;
    Ok(Page { items, next_cursor })
}
