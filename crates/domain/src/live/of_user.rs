use super::{limit, view};
use crate::{Actor, Domain, Error, Result, users};
use live_database::streams;
use live_protocol::{Page, StreamId, UserId, live::Stream, user::Role};

/// The actor's own streams, the newest first.
pub async fn mine(
    domain: &Domain,
    actor: &Actor,
    cursor: Option<&str>,
    limit: Option<u32>,
) -> Result<Page<Stream>> {
    page(domain, actor.user_id, true, cursor, limit).await
}

/// The streams of a user (by id or user name), the newest first: all of them for the user and for
/// moderators, else the public ones that were live.
pub async fn of_user(
    domain: &Domain,
    actor: Option<&Actor>,
    name: &str,
    cursor: Option<&str>,
    limit: Option<u32>,
) -> Result<Page<Stream>> {
    let user = users::find::anyone(domain, name).await?;
    let sees_all = |actor: &Actor| actor.user_id == user.id || actor.role >= Role::Moderator;
    let all = actor.is_some_and(sees_all);
    page(domain, user.id, all, cursor, limit).await
}

async fn page(
    domain: &Domain,
    user_id: UserId,
    all: bool,
    cursor: Option<&str>,
    limit: Option<u32>,
) -> Result<Page<Stream>> {
    let before = cursor
        .map(str::parse::<StreamId>)
        .transpose()
        .map_err(|_| Error::field("cursor", "is none of this list"))?;
    let limit = limit::items(limit)?;
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
