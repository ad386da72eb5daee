use super::{
    Client,
    issue::issue,
    refresh_token::{Kinship, RefreshToken},
};
use crate::{Domain, Error, Result};
use live_database::{
    sessions::{self, Rotation, Session, SessionEnd},
    users::{self, User},
};
use live_protocol::{ErrorCode, auth::Tokens, event::DisconnectReason};
use std::time::Duration;

/// Two that refresh at once meet once; three tries are plenty.
const TRIES: u8 = 3;

/// Exchanges a refresh token for the next one of its chain.
///
/// The token before the one in force gives the same answer again while `auth.refresh_grace_s` has
/// not passed since it was exchanged: the answer may have been lost. After that, and for any older
/// token, someone else has it: the session ends, `refresh_reused`.
pub async fn refresh(domain: &Domain, token: &str, client: &Client) -> Result<Tokens> {
    let token = RefreshToken::parse(token).ok_or_else(refused)?;
    for _ in 0..TRIES {
        let (session, user) = open_session(domain, &token).await?;
        let key = &domain.secrets.access_key;
        match token.kinship(session.generation, &session.refresh_hash, key) {
            Kinship::Current => {
                let next = token.next(key);
                if rotate(domain, &session, &next, client).await? {
                    return issue(domain, &user, &next);
                }
                // Someone was faster: now this token is the one before.
            }
            Kinship::Previous(current) if in_grace(domain, &session) => {
                return issue(domain, &user, &current);
            }
            Kinship::Previous(_) | Kinship::Ancestor => return Err(reused(domain, &session).await?),
            Kinship::Stranger => return Err(refused()),
        }
    }
    Err(Error::new(ErrorCode::Conflict))
}

fn refused() -> Error {
    Error::new(ErrorCode::RefreshInvalid)
}

/// The token's session and user, if both are in good standing.
async fn open_session(domain: &Domain, token: &RefreshToken) -> Result<(Session, User)> {
    let session = sessions::by_id(&domain.database, token.session)
        .await?
        .filter(|session| session.ended_at.is_none())
        .ok_or_else(refused)?;
    let idle = domain.clock.now().since(session.last_seen_at);
    if idle > Duration::from_secs(domain.config.auth.session_idle_s) {
        return Err(refused());
    }
    let user = users::by_id(&domain.database, session.user_id)
        .await?
        .ok_or_else(refused)?;
    if user.disabled_at.is_some() {
        return Err(Error::new(ErrorCode::AccountDisabled));
    }
    Ok((session, user))
}

async fn rotate(
    domain: &Domain,
    session: &Session,
    next: &RefreshToken,
    client: &Client,
) -> Result<bool> {
    let rotation = Rotation {
        old_hash: &session.refresh_hash,
        new_hash: &next.hash(),
        user_agent: client.user_agent(),
        place: &client.place(),
    };
    Ok(sessions::rotate(&domain.database, session.id, &rotation, domain.clock.now()).await?)
}

fn in_grace(domain: &Domain, session: &Session) -> bool {
    let grace = Duration::from_secs(domain.config.auth.refresh_grace_s);
    domain.clock.now().since(session.rotated_at) <= grace
}

/// Ends the session: of two that hold its tokens, one is not its user.
async fn reused(domain: &Domain, session: &Session) -> Result<Error> {
    let (user, id) = (session.user_id, session.id);
    let now = domain.clock.now();
    sessions::end(&domain.database, user, id, SessionEnd::Reused, now).await?;
    domain
        .disconnect(user, Some(id), None, DisconnectReason::RefreshReused)
        .await;
    tracing::warn!(user_id = %user, session_id = %id, "a refresh token was reused: session ended");
    Ok(Error::new(ErrorCode::RefreshReused))
}
