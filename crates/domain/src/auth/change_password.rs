use super::{password::Verdict, validate};
use crate::{Actor, Domain, Error, Result};
use live_database::{
    sessions::{self, SessionEnd},
    users,
};
use live_protocol::{ErrorCode, auth::ChangePassword, event::DisconnectReason};

/// Changes the actor's password. All other sessions end, and their sockets.
pub async fn change_password(domain: &Domain, actor: Actor, change: ChangePassword) -> Result<()> {
    if let Some(problem) = validate::password_problem(&change.new_password) {
        return Err(Error::field("new_password", problem));
    }
    let user = users::by_id(&domain.database, actor.user_id)
        .await?
        .ok_or_else(|| Error::new(ErrorCode::Unauthenticated))?;
    let passwords = &domain.auth.passwords;
    let verdict = passwords
        .verify(&change.current_password, Some(&user.password_hash))
        .await?;
    if verdict == Verdict::Wrong {
        return Err(Error::field("current_password", "is wrong"));
    }
    let hash = passwords.hash(&change.new_password).await?;

    let now = domain.clock.now();
    let mut tx = domain.database.begin().await?;
    if !users::set_password(&mut tx, user.id, &user.password_hash, &hash, now).await? {
        return Err(Error::new(ErrorCode::Conflict));
    }
    let this = Some(actor.session_id);
    sessions::end_of_user(&mut tx, user.id, this, SessionEnd::Password, now).await?;
    Domain::commit(tx).await?;
    domain
        .disconnect(user.id, None, this, DisconnectReason::PasswordChanged)
        .await;
    tracing::info!(user_id = %user.id, "password changed");
    Ok(())
}
