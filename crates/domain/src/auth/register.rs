use super::{Client, create_account::insert_account, issue::begin_session, token_hash::token_hash};
use crate::{Domain, Error, Result, mail::AccountMail};
use live_database::setup_tokens;
use live_protocol::{
    ErrorCode,
    auth::{Register, Tokens},
    user::Role,
};

/// Creates an account, logs it in and has the link sent that confirms its address. With the one-time setup token it becomes an admin, also
/// while registration is closed.
pub async fn register(domain: &Domain, register: Register, client: &Client) -> Result<Tokens> {
    let setup_hash = register.setup_token.as_deref().map(token_hash);
    let role = match &setup_hash {
        Some(hash) => {
            // Looked at before the password is hashed; used up below.
            let now = domain.clock.now();
            if !setup_tokens::is_good(&domain.database, hash, now).await? {
                return Err(Error::new(ErrorCode::TokenInvalid));
            }
            Role::Admin
        }
        None if domain.config.auth.registration_open => Role::User,
        None => {
            return Err(Error::new(ErrorCode::Forbidden).with_detail("Registration is closed."));
        }
    };
    let user = super::create_account::prepare(domain, register, role).await?;

    let mut tx = domain.database.begin().await?;
    if let Some(hash) = &setup_hash
        && !setup_tokens::consume(&mut tx, hash, domain.clock.now()).await?
    {
        return Err(Error::new(ErrorCode::TokenInvalid));
    }
    let mut tx = insert_account(domain, tx, &user).await?;
    let now = domain.clock.now();
    let mail = AccountMail::VerifyEmail {
        email: user.email.clone(),
    };
    live_jobs::enqueue(&mut tx, &domain.random, now, now, &mail).await?;
    let tokens = begin_session(domain, &mut tx, &user, client).await?;
    Domain::commit(tx).await?;
    tracing::info!(user_id = %user.id, role = role.as_str(), "account created");
    Ok(tokens)
}
