use super::find;
use crate::{Actor, Domain, Result};
use live_database::users;
use live_protocol::{UserId, user::Role};

/// Lets a disabled user in again; they log in anew. For admins.
pub async fn enable(domain: &Domain, actor: Actor, user: UserId) -> Result<()> {
    actor.require(Role::Admin)?;
    let user = find::anyone(domain, &user.to_string()).await?;
    let mut tx = domain.database.begin().await?;
    users::set_disabled(&mut tx, user.id, false, domain.clock.now()).await?;
    Domain::commit(tx).await?;
    tracing::info!(target: "audit", admin_id = %actor.user_id, user_id = %user.id, "user enabled");
    Ok(())
}
