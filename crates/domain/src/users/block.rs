use super::find;
use crate::{Actor, Domain, Result};
use live_database::{blocks, follows};

/// Blocks a user, by user name or id; twice is once. Follows between the two end, both ways.
pub async fn block(domain: &Domain, actor: Actor, name: &str) -> Result<()> {
    let user = find::another(domain, actor, name).await?;
    let mut tx = domain.database.begin().await?;
    blocks::lock_pair(&mut tx, actor.user_id, user.id).await?;
    blocks::insert(&mut tx, actor.user_id, user.id, domain.clock.now()).await?;
    follows::delete_between(&mut tx, actor.user_id, user.id).await?;
    Domain::commit(tx).await
}
