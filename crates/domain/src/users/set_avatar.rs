use super::{account, find};
use crate::{
    Actor, Domain, Error, Result,
    picture::{self, PictureKind},
};
use bytes::Bytes;
use live_database::users;
use live_protocol::{ErrorCode, user::Account};

/// Sets the actor's picture to an uploaded one, drawn anew; the old one is removed. The caller
/// bounds its bytes.
pub async fn set_avatar(domain: &Domain, actor: Actor, upload: Bytes) -> Result<Account> {
    let mut user = find::own(domain, actor).await?;
    let jpeg = domain.pictures.redraw(PictureKind::Avatar, upload).await?;
    let name = picture::store(domain, PictureKind::Avatar, &jpeg).await?;
    let (old, now) = (user.avatar.take(), domain.clock.now());
    let set = users::set_avatar(&domain.database, user.id, old.as_deref(), Some(&name), now).await;
    if !matches!(set, Ok(true)) {
        picture::remove(domain, PictureKind::Avatar, &name).await;
        set?;
        return Err(Error::new(ErrorCode::Conflict));
    }
    if let Some(old) = &old {
        picture::remove(domain, PictureKind::Avatar, old).await;
    }
    user.avatar = Some(name);
    Ok(account(&user))
}
