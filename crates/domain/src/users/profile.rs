use super::{avatar_url, find};
use crate::{Actor, Domain, Error, Result};
use live_database::users;
use live_protocol::{ErrorCode, user::Profile};

/// A user's public page, by user name or id, as the caller sees it.
pub async fn profile(domain: &Domain, caller: Option<Actor>, name: &str) -> Result<Profile> {
    let user = find::anyone(domain, name).await?;
    let caller = caller.map(|actor| actor.user_id);
    let stored = users::profile(&domain.database, user.id, caller)
        .await?
        .ok_or_else(|| Error::new(ErrorCode::NotFound))?;
    Ok(Profile {
        avatar_url: avatar_url(stored.avatar_url.as_deref()),
        ..stored
    })
}
