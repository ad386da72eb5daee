use crate::{
    Actor, Domain, Error, Result,
    mail::{self, AccountMail},
};
use live_database::users;
use live_protocol::ErrorCode;

/// Has the link that confirms the actor's address sent again; nothing happens if it is confirmed,
/// or if one was sent within the last minute.
pub async fn resend_verification(domain: &Domain, actor: Actor) -> Result<()> {
    let user = users::by_id(&domain.database, actor.user_id)
        .await?
        .ok_or_else(|| Error::new(ErrorCode::Unauthenticated))?;
    if user.email_verified_at.is_some() {
        return Ok(());
    }
    mail::queue(domain, AccountMail::VerifyEmail { email: user.email }).await
}
