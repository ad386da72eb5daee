use super::cursor::Slice;
use crate::{Actor, Domain, Result};
use live_database::follows;
use live_protocol::{Page, user::UserSummary};

/// Whom the actor follows, the newest first. `cursor` is `next_cursor` of the page before.
pub async fn following(
    domain: &Domain,
    actor: Actor,
    cursor: Option<&str>,
    limit: Option<u32>,
) -> Result<Page<UserSummary>> {
    let slice = Slice::parse(cursor, limit)?;
    let rows =
        follows::following(&domain.database, actor.user_id, slice.after, slice.rows()).await?;
    Ok(slice.page(rows))
}
