use super::find;
use crate::{Actor, Domain, Error, Result};
use live_database::users;
use live_protocol::{ErrorCode, UserId, user::Role};

/// Changes what an account may do, at the latest five seconds later everywhere. For admins, not for
/// themselves: there is always one left.
pub async fn set_role(domain: &Domain, actor: Actor, user: UserId, role: Role) -> Result<()> {
    actor.require(Role::Admin)?;
    let user = find::anyone(domain, &user.to_string()).await?;
    if user.id == actor.user_id {
        return Err(Error::new(ErrorCode::NotYourself));
    }
    users::set_role(&domain.database, user.id, role, domain.clock.now()).await?;
    domain.forget_standing(user.id);
    tracing::info!(
        target: "audit", admin_id = %actor.user_id, user_id = %user.id,
        from = user.role.as_str(), to = role.as_str(), "role changed"
    );
    Ok(())
}
