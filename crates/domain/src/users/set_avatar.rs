use super::{account, avatar, find};
use crate::{Actor, Domain, Error, Result};
use bytes::Bytes;
use live_database::users;
use live_protocol::{ErrorCode, user::Account};

/// Sets the actor's picture to an uploaded one, drawn anew; the old one is removed. The caller
/// bounds its bytes.
pub async fn set_avatar(domain: &Domain, actor: Actor, upload: Bytes) -> Result<Account> {
    let mut user = find::own(domain, actor).await?;
    let jpeg = domain.avatars.redraw(upload).await?;
    let name = avatar::store(domain, &jpeg).await?;
    let (old, now) = (user.avatar.take(), domain.clock.now());
    let set = users::set_avatar(&domain.database, user.id, old.as_deref(), Some(&name), now).await;
    if !matches!(set, Ok(true)) {
        avatar::remove(domain, &name).await;
        set?;
        return Err(Error::new(ErrorCode::Conflict));
    }
    if let Some(old) = &old {
        avatar::remove(domain, old).await;
    }
    user.avatar = Some(name);
    Ok(account(&user))
}
