use crate::{Actor, Domain, Result};
use live_database::sessions::{self, SessionEnd};
use live_protocol::event::DisconnectReason;

/// Ends the actor's session, and its sockets.
pub async fn logout(domain: &Domain, actor: Actor) -> Result<()> {
    let (user, session) = (actor.user_id, actor.session_id);
    let now = domain.clock.now();
    sessions::end(&domain.database, user, session, SessionEnd::Logout, now).await?;
    domain
        .disconnect(user, Some(session), None, DisconnectReason::LoggedOut)
        .await;
    Ok(())
}
