use super::find;
use crate::{Actor, Domain, Error, Result, live::key};
use live_database::{
    sessions::{self, SessionEnd},
    users,
};
use live_protocol::{ErrorCode, UserId, event::DisconnectReason, user::Role};

/// Keeps a user out: all their sessions end, their sockets close and their encoder
/// is cut. For admins, not for themselves.
pub async fn disable(domain: &Domain, actor: Actor, user: UserId) -> Result<()> {
    actor.require(Role::Admin)?;
    let user = find::anyone(domain, &user.to_string()).await?;
    if user.id == actor.user_id {
        return Err(Error::new(ErrorCode::NotYourself));
    }
    let now = domain.clock.now();
    let mut tx = domain.database.begin().await?;
    users::set_disabled(&mut tx, user.id, true, now).await?;
    sessions::end_of_user(&mut tx, user.id, None, SessionEnd::Disabled, now).await?;
    Domain::commit(tx).await?;
    domain
        .disconnect(user.id, None, None, DisconnectReason::AccountDisabled)
        .await;
    key::cut_publisher(domain, user.id).await?;
    tracing::info!(target: "audit", admin_id = %actor.user_id, user_id = %user.id, "user disabled");
    Ok(())
}
