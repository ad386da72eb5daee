//! The one place that hands out tokens.

use super::{Client, access_token::Claims, refresh_token::RefreshToken};
use crate::{Domain, Result, users};
use live_database::{Tx, sessions, users::User};
use live_protocol::{SessionId, auth::Tokens};

/// Begins a session of `user` within the caller's transaction, and issues its first tokens.
pub(super) async fn begin_session(
    domain: &Domain,
    tx: &mut Tx,
    user: &User,
    client: &Client,
) -> Result<Tokens> {
    let now = domain.clock.now();
    let id = SessionId::from_uuid(domain.random.uuid_v7(now));
    let refresh_token = RefreshToken::first(id, &domain.random);
    let session = sessions::Session {
        id,
        user_id: user.id,
        refresh_hash: refresh_token.hash(),
        generation: 0,
        rotated_at: now,
        user_agent: client.user_agent().to_owned(),
        place: client.place(),
        created_at: now,
        last_seen_at: now,
        ended_at: None,
    };
    sessions::insert(tx, &session).await?;
    issue(domain, user, &refresh_token)
}

/// Issues the tokens of a session.
pub(super) fn issue(domain: &Domain, user: &User, refresh_token: &RefreshToken) -> Result<Tokens> {
    let expires_in = domain.config.auth.access_token_s;
    let iat = domain.clock.now().as_ms() / 1_000;
    let access_token = domain.auth.access.sign(&Claims {
        sub: user.id,
        sid: refresh_token.session,
        role: user.role,
        iat,
        exp: iat.saturating_add(i64::try_from(expires_in).unwrap_or(i64::MAX)),
    })?;
    Ok(Tokens {
        access_token,
        refresh_token: refresh_token.text(),
        expires_in,
        user: users::account(user),
    })
}
