use crate::{Actor, Domain, Error, Result, auth::validate::is_username};
use live_database::users::{self, User};
use live_protocol::{ErrorCode, UserId};

/// The actor's own account.
pub(super) async fn own(domain: &Domain, actor: Actor) -> Result<User> {
    users::by_id(&domain.database, actor.user_id)
        .await?
        .ok_or_else(|| Error::new(ErrorCode::Unauthenticated))
}

/// The account of an id or a user name (which is never a UUID: it is too short). `not_found` if
/// there is none.
pub(crate) async fn anyone(domain: &Domain, name: &str) -> Result<User> {
    let found = match name.parse::<UserId>() {
        Ok(id) => users::by_id(&domain.database, id).await?,
        Err(_) => by_username(domain, &name.to_lowercase()).await?,
    };
    found.ok_or_else(|| Error::new(ErrorCode::NotFound))
}

async fn by_username(domain: &Domain, name: &str) -> Result<Option<User>> {
    if !is_username(name) {
        return Ok(None);
    }
    Ok(users::by_username(&domain.database, name).await?)
}

/// The same, but not an account that is disabled, and not the actor's own.
pub(super) async fn another(domain: &Domain, actor: Actor, name: &str) -> Result<User> {
    let user = anyone(domain, name).await?;
    if user.id == actor.user_id {
        return Err(Error::new(ErrorCode::NotYourself));
    }
    if user.disabled_at.is_some() {
        return Err(Error::new(ErrorCode::NotFound));
    }
    Ok(user)
}
