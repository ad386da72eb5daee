use super::validate;
use crate::{Domain, Error, Result, users};
use live_database::{
    DatabaseError, Tx,
    users::{self as stored, User},
};
use live_protocol::{
    ErrorCode, UserId,
    auth::Register,
    user::{Account, Role},
};

/// Creates an account of any role without logging it in: for the command line, where whoever asks
/// owns the machine. Its setup token is ignored.
pub async fn create_account(domain: &Domain, register: Register, role: Role) -> Result<Account> {
    let user = prepare(domain, register, role).await?;
    let tx = domain.database.begin().await?;
    let tx = insert_account(domain, tx, &user).await?;
    Domain::commit(tx).await?;
    tracing::info!(user_id = %user.id, role = role.as_str(), "account created");
    Ok(users::account(&user))
}

/// Checks the fields, looks whether the names are free, and hashes the password.
pub(super) async fn prepare(domain: &Domain, register: Register, role: Role) -> Result<User> {
    let fields = validate::registration(register, role)?;
    let taken = stored::taken(&domain.database, &fields.username, &fields.email).await?;
    refuse_taken(taken)?;
    let password_hash = domain.auth.passwords.hash(&fields.password).await?;
    let now = domain.clock.now();
    Ok(User {
        id: UserId::from_uuid(domain.random.uuid_v7(now)),
        username: fields.username,
        email: fields.email,
        email_verified_at: None,
        password_hash,
        role,
        display_name: fields.display_name,
        bio: String::new(),
        avatar: None,
        disabled_at: None,
        created_at: now,
    })
}

/// Stores it within `tx`. A name that was taken meanwhile is told like one that was taken before.
pub(super) async fn insert_account(domain: &Domain, mut tx: Tx, user: &User) -> Result<Tx> {
    match stored::insert(&mut tx, user).await {
        Ok(()) => Ok(tx),
        Err(error @ DatabaseError::Duplicate) => {
            drop(tx);
            let taken = stored::taken(&domain.database, &user.username, &user.email).await?;
            refuse_taken(taken)?;
            Err(error.into())
        }
        Err(error) => Err(error.into()),
    }
}

fn refuse_taken(taken: stored::Taken) -> Result<()> {
    if taken.username {
        return Err(Error::new(ErrorCode::UsernameTaken));
    }
    if taken.email {
        return Err(Error::new(ErrorCode::EmailTaken));
    }
    Ok(())
}
