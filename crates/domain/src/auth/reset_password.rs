use super::{token_hash::token_hash, validate};
use crate::{Domain, Error, Result};
use live_database::{
    email_tokens::{self, Purpose},
    sessions::{self, SessionEnd},
    users,
};
use live_protocol::{ErrorCode, auth::ResetPassword, event::DisconnectReason};

/// Sets a new password with the token of the e-mail. All sessions end, and their sockets; the
/// other links that were sent stop working. Who has the mail has the address: it counts as
/// confirmed.
pub async fn reset_password(domain: &Domain, reset: ResetPassword) -> Result<()> {
    if let Some(problem) = validate::password_problem(&reset.new_password) {
        return Err(Error::field("new_password", problem));
    }
    let refused = || Error::new(ErrorCode::TokenInvalid);
    let hash = token_hash(&reset.token);
    let purpose = Purpose::ResetPassword;
    let owner = email_tokens::owner(&domain.database, &hash, purpose, domain.clock.now())
        .await?
        .ok_or_else(refused)?;
    let user = users::by_id(&domain.database, owner.user_id)
        .await?
        .filter(|user| user.email == owner.email)
        .ok_or_else(refused)?;
    let password_hash = domain.auth.passwords.hash(&reset.new_password).await?;

    let now = domain.clock.now();
    let mut tx = domain.database.begin().await?;
    if !email_tokens::consume(&mut tx, &hash, purpose, now).await? {
        return Err(refused());
    }
    email_tokens::consume_all(&mut tx, user.id, purpose, now).await?;
    if !users::set_password(&mut tx, user.id, &user.password_hash, &password_hash, now).await? {
        return Err(Error::new(ErrorCode::Conflict));
    }
    users::verify_email(&mut tx, user.id, &owner.email, now).await?;
    sessions::end_of_user(&mut tx, user.id, None, SessionEnd::Password, now).await?;
    Domain::commit(tx).await?;
    domain
        .disconnect(user.id, None, None, DisconnectReason::PasswordChanged)
        .await;
    tracing::info!(user_id = %user.id, "password reset");
    Ok(())
}
