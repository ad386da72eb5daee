use super::find;
use crate::{Actor, Domain, Result};
use live_database::blocks;

/// Stops blocking a user, by user name or id; nothing happens if the actor did not block.
pub async fn unblock(domain: &Domain, actor: Actor, name: &str) -> Result<()> {
    let user = find::anyone(domain, name).await?;
    blocks::delete(&domain.database, actor.user_id, user.id).await?;
    Ok(())
}
