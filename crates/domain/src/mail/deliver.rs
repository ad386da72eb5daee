use super::{AccountMail, MailError, text};
use crate::{Domain, Error, auth::token_hash::token_hash};
use live_database::{
    email_tokens::{self, NewToken, Purpose},
    users::{self, User},
};
use std::time::Duration;

/// Between two mails of the same kind to the same account, however often they are asked for.
const PAUSE: Duration = Duration::from_mins(1);

/// A mail was not delivered.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// What it needs is not there; it may be later.
    #[error("the mail can't be prepared")]
    Prepare(#[from] Error),
    /// The mail server did not take it.
    #[error("the mail was not sent")]
    Send(#[from] MailError),
}

impl DeliverError {
    /// Whether it is no use to try again.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Send(error) if error.is_final())
    }
}

/// Sends a queued mail, if it still makes sense. `attempt` counts from 1. A second delivery of the
/// same job sends a second mail; both links work until one is used.
pub async fn deliver(
    domain: &Domain,
    mail: &AccountMail,
    attempt: u32,
) -> Result<(), DeliverError> {
    let user = users::by_email(&domain.database, mail.email())
        .await
        .map_err(Error::from)?;
    let Some(user) = user.filter(|user| user.disabled_at.is_none()) else {
        return Ok(());
    };
    let purpose = match mail {
        AccountMail::ResetPassword { .. } => Purpose::ResetPassword,
        AccountMail::VerifyEmail { .. } if user.email_verified_at.is_some() => return Ok(()),
        AccountMail::VerifyEmail { .. } => Purpose::VerifyEmail,
    };
    if attempt <= 1 && sent_just_now(domain, &user, purpose).await? {
        return Ok(());
    }
    let token = make_token(domain, &user, purpose).await?;
    let message = text::message(&domain.config, &user, purpose, &token)?;
    domain.mailer.send(message, domain).await?;
    tracing::info!(user_id = %user.id, ?purpose, "mail sent");
    Ok(())
}

async fn sent_just_now(domain: &Domain, user: &User, purpose: Purpose) -> Result<bool, Error> {
    let newest = email_tokens::newest_at(&domain.database, user.id, purpose).await?;
    Ok(newest.is_some_and(|at| domain.clock.now().since(at) < PAUSE))
}

async fn make_token(domain: &Domain, user: &User, purpose: Purpose) -> Result<String, Error> {
    let config = &domain.config.auth;
    let valid_s = match purpose {
        Purpose::ResetPassword => config.reset_token_s,
        Purpose::VerifyEmail => config.verify_token_s,
    };
    let token = hex::encode(domain.random.bytes::<32>());
    let now = domain.clock.now();
    email_tokens::insert(
        &domain.database,
        &NewToken {
            hash: &token_hash(&token),
            user_id: user.id,
            purpose,
            email: &user.email,
            created_at: now,
            expires_at: now.plus(Duration::from_secs(valid_s)),
        },
    )
    .await?;
    Ok(token)
}
