use crate::{Actor, Domain, Error, Result};
use live_database::sessions::{self, SessionEnd};
use live_protocol::{ErrorCode, SessionId, event::DisconnectReason};

/// Ends one of the actor's sessions, and its sockets. `not_found` for others' and ended ones.
pub async fn revoke_session(domain: &Domain, actor: Actor, session: SessionId) -> Result<()> {
    let user = actor.user_id;
    let now = domain.clock.now();
    if !sessions::end(&domain.database, user, session, SessionEnd::Revoked, now).await? {
        return Err(Error::new(ErrorCode::NotFound));
    }
    domain
        .disconnect(user, Some(session), None, DisconnectReason::Revoked)
        .await;
    Ok(())
}
