use super::cursor::Slice;
use crate::{Actor, Domain, Result};
use live_database::follows;
use live_protocol::{Page, user::UserSummary};

/// Who follows the actor, the newest first. `cursor` is `next_cursor` of the page before.
pub async fn followers(
    domain: &Domain,
    actor: Actor,
    cursor: Option<&str>,
    limit: Option<u32>,
) -> Result<Page<UserSummary>> {
    let slice = Slice::parse(cursor, limit)?;
    let rows =
        follows::followers(&domain.database, actor.user_id, slice.after, slice.rows()).await?;
    Ok(slice.page(rows))
}
