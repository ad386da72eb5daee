use super::token_hash::token_hash;
use crate::{Domain, Error, Result};
use live_database::{
    email_tokens::{self, Purpose},
    users,
};
use live_protocol::{ErrorCode, auth::VerifyEmail};

/// Confirms an account's e-mail address with the token of the e-mail.
pub async fn verify_email(domain: &Domain, verify: VerifyEmail) -> Result<()> {
    let refused = || Error::new(ErrorCode::TokenInvalid);
    let (hash, purpose) = (token_hash(&verify.token), Purpose::VerifyEmail);
    let now = domain.clock.now();
    let owner = email_tokens::owner(&domain.database, &hash, purpose, now)
        .await?
        .ok_or_else(refused)?;
    let mut tx = domain.database.begin().await?;
    let used = email_tokens::consume(&mut tx, &hash, purpose, now).await?
        && users::verify_email(&mut tx, owner.user_id, &owner.email, now).await?;
    if !used {
        return Err(refused());
    }
    email_tokens::consume_all(&mut tx, owner.user_id, purpose, now).await?;
    Domain::commit(tx).await
}
