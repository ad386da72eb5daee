use crate::{Actor, Domain, Result};
use live_database::sessions::{self, SessionEnd};
use live_protocol::event::DisconnectReason;

/// Ends all of the actor's sessions, this one too, and their sockets.
pub async fn logout_everywhere(domain: &Domain, actor: Actor) -> Result<()> {
    let user = actor.user_id;
    let now = domain.clock.now();
    let mut tx = domain.database.begin().await?;
    sessions::end_of_user(&mut tx, user, None, SessionEnd::Logout, now).await?;
    Domain::commit(tx).await?;
    domain
        .disconnect(user, None, None, DisconnectReason::LoggedOut)
        .await;
    Ok(())
}
