//! Tokens sent by e-mail, stored as their SHA-256 only.

use crate::{Database, DatabaseError, Tx, row};
use live_protocol::{Timestamp, UserId};

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Setting a new password.
    ResetPassword,
    /// Confirming the address.
    VerifyEmail,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::ResetPassword => "reset_password",
            Self::VerifyEmail => "verify_email",
        }
    }
}

/// A token to store.
#[derive(Debug, Clone, Copy)]
pub struct NewToken<'a> {
    /// SHA-256 of the token, in hexadecimal.
    pub hash: &'a str,
    /// Whose it is.
    pub user_id: UserId,
    /// What it is good for.
    pub purpose: Purpose,
    /// The address it is sent to.
    pub email: &'a str,
    /// When it is sent.
    pub created_at: Timestamp,
    /// When it stops being good.
    pub expires_at: Timestamp,
}

/// Stores a token.
pub async fn insert(database: &Database, token: &NewToken<'_>) -> Result<(), DatabaseError> {
    sqlx::query(
        "INSERT INTO email_tokens (token_hash, user_id, purpose, email, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(token.hash)
    .bind(token.user_id.to_string())
    .bind(token.purpose.as_str())
    .bind(token.email)
    .bind(token.created_at.as_ms())
    .bind(token.expires_at.as_ms())
    .execute(database.pool())
    .await?;
    Ok(())
}

/// When the newest token of a user for a purpose was made.
pub async fn newest_at(
    database: &Database,
    user: UserId,
    purpose: Purpose,
) -> Result<Option<Timestamp>, DatabaseError> {
    let row = sqlx::query(
        "SELECT MAX(created_at) AS newest FROM email_tokens WHERE user_id = $1 AND purpose = $2",
    )
    .bind(user.to_string())
    .bind(purpose.as_str())
    .fetch_one(database.pool())
    .await?;
    row::time_opt(&row, "newest")
}

/// Whose token it is, and the address it was sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenOwner {
    /// The user.
    pub user_id: UserId,
    /// The address.
    pub email: String,
}

/// Whose token it is, if it is good now.
pub async fn owner(
    database: &Database,
    hash: &str,
    purpose: Purpose,
    now: Timestamp,
) -> Result<Option<TokenOwner>, DatabaseError> {
    let row = sqlx::query(
        "SELECT user_id, email FROM email_tokens \
         WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3",
    )
    .bind(hash)
    .bind(purpose.as_str())
    .bind(now.as_ms())
    .fetch_optional(database.pool())
    .await?;
    row.as_ref()
        .map(|row| {
            Ok(TokenOwner {
                user_id: row::parsed(row, "user_id")?,
                email: row::text(row, "email")?,
            })
        })
        .transpose()
}

/// Uses a token up. False if it is not good (any more).
pub async fn consume(
    tx: &mut Tx,
    hash: &str,
    purpose: Purpose,
    now: Timestamp,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query(
        "UPDATE email_tokens SET used_at = $3 \
         WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3",
    )
    .bind(hash)
    .bind(purpose.as_str())
    .bind(now.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Uses up all of a user's tokens for a purpose.
pub async fn consume_all(
    tx: &mut Tx,
    user: UserId,
    purpose: Purpose,
    now: Timestamp,
) -> Result<(), DatabaseError> {
    sqlx::query(
        "UPDATE email_tokens SET used_at = $3 \
         WHERE user_id = $1 AND purpose = $2 AND used_at IS NULL",
    )
    .bind(user.to_string())
    .bind(purpose.as_str())
    .bind(now.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Removes tokens that stopped being good before `before`. Answers how many.
pub async fn remove_expired(database: &Database, before: Timestamp) -> Result<u64, DatabaseError> {
    let done = sqlx::query("DELETE FROM email_tokens WHERE expires_at < $1")
        .bind(before.as_ms())
        .execute(database.pool())
        .await?;
    Ok(done.rows_affected())
}
