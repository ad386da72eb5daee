use super::find;
use crate::{
    Actor, Domain, Error, Result,
    picture::{self, PictureKind},
};
use live_database::users;
use live_protocol::ErrorCode;

/// Takes the actor's picture away; nothing happens if there is none.
pub async fn remove_avatar(domain: &Domain, actor: Actor) -> Result<()> {
    let user = find::own(domain, actor).await?;
    let Some(old) = &user.avatar else {
        return Ok(());
    };
    let now = domain.clock.now();
    if !users::set_avatar(&domain.database, user.id, Some(old), None, now).await? {
        return Err(Error::new(ErrorCode::Conflict));
    }
    picture::remove(domain, PictureKind::Avatar, old).await;
    Ok(())
}
