use super::find;
use crate::{Actor, Domain, Error, Result};
use live_database::{blocks, follows};
use live_protocol::ErrorCode;

/// Follows a user, by user name or id; twice is once. `blocked` if one of the two blocks the
/// other.
pub async fn follow(domain: &Domain, actor: Actor, name: &str) -> Result<()> {
    let user = find::another(domain, actor, name).await?;
    let mut tx = domain.database.begin().await?;
    blocks::lock_pair(&mut tx, actor.user_id, user.id).await?;
    if blocks::between_locked(&mut tx, actor.user_id, user.id).await? {
        return Err(Error::new(ErrorCode::Blocked));
    }
    follows::insert(&mut tx, actor.user_id, user.id, domain.clock.now()).await?;
    Domain::commit(tx).await
}
