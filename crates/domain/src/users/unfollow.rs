use super::find;
use crate::{Actor, Domain, Result};
use live_database::follows;

/// Stops following a user, by user name or id; nothing happens if the actor did not follow.
pub async fn unfollow(domain: &Domain, actor: Actor, name: &str) -> Result<()> {
    let user = find::anyone(domain, name).await?;
    follows::delete(&domain.database, actor.user_id, user.id).await?;
    Ok(())
}
