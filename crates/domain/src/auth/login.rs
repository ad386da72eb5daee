use super::{Client, issue::begin_session, password::Verdict, validate};
use crate::{Domain, Error, Result};
use live_database::users::{self, User};
use live_protocol::{
    ErrorCode,
    auth::{Login, Tokens},
};

/// Logs in by e-mail address or user name. An unknown name is answered as a wrong password is, and
/// as late.
pub async fn login(domain: &Domain, login: Login, client: &Client) -> Result<Tokens> {
    let user = find(domain, &login.login.trim().to_lowercase()).await?;
    let stored = user.as_ref().map(|user| user.password_hash.as_str());
    let verdict = domain
        .auth
        .passwords
        .verify(&login.password, stored)
        .await?;
    let (Some(user), false) = (user, verdict == Verdict::Wrong) else {
        return Err(Error::new(ErrorCode::BadCredentials));
    };
    if user.disabled_at.is_some() {
        return Err(Error::new(ErrorCode::AccountDisabled));
    }
    let fresh_hash = match verdict {
        Verdict::RightButOld => Some(domain.auth.passwords.hash(&login.password).await?),
        Verdict::Right | Verdict::Wrong => None,
    };
    open(domain, &user, fresh_hash.as_deref(), client).await
}

/// Whoever has this address or user name. What nobody can have is not asked for.
async fn find(domain: &Domain, name: &str) -> Result<Option<User>> {
    Ok(if validate::is_username(name) {
        users::by_username(&domain.database, name).await?
    } else if validate::is_email(name) {
        users::by_email(&domain.database, name).await?
    } else {
        None
    })
}

async fn open(
    domain: &Domain,
    user: &User,
    fresh_hash: Option<&str>,
    client: &Client,
) -> Result<Tokens> {
    let now = domain.clock.now();
    let mut tx = domain.database.begin().await?;
    if let Some(hash) = fresh_hash {
        // If the password changed meanwhile, that one counts.
        users::set_password(&mut tx, user.id, &user.password_hash, hash, now).await?;
    }
    let tokens = begin_session(domain, &mut tx, user, client).await?;
    Domain::commit(tx).await?;
    Ok(tokens)
}
