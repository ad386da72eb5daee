//! Accounts.

use crate::{Database, DatabaseError, Tx, row};
use live_protocol::{
    Timestamp, UserId,
    user::{Profile, Role, UserSummary},
};
use sqlx::any::AnyRow;

/// An account as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The user's id.
    pub id: UserId,
    /// Unique, lower case.
    pub username: String,
    /// Unique, lower case.
    pub email: String,
    /// When the address was confirmed.
    pub email_verified_at: Option<Timestamp>,
    /// Argon2id, as a PHC string.
    pub password_hash: String,
    /// What the account may do.
    pub role: Role,
    /// The name that people see.
    pub display_name: String,
    /// About the user.
    pub bio: String,
    /// File name of the picture, under `uploads/avatars`.
    pub avatar: Option<String>,
    /// Since when an admin keeps the user out.
    pub disabled_at: Option<Timestamp>,
    /// When the account was made.
    pub created_at: Timestamp,
}

impl User {
    fn from_row(row: &AnyRow) -> Result<Self, DatabaseError> {
        let role = row::text(row, "role")?;
        Ok(Self {
            id: row::parsed(row, "id")?,
            username: row::text(row, "username")?,
            email: row::text(row, "email")?,
            email_verified_at: row::time_opt(row, "email_verified_at")?,
            password_hash: row::text(row, "password_hash")?,
            role: Role::from_name(&role).ok_or(DatabaseError::Column { column: "role" })?,
            display_name: row::text(row, "display_name")?,
            bio: row::text(row, "bio")?,
            avatar: row::text_opt(row, "avatar")?,
            disabled_at: row::time_opt(row, "disabled_at")?,
            created_at: row::time(row, "created_at")?,
        })
    }
}

/// Stores a new account. `Duplicate` if its user name or address is taken: [`taken`] says which.
pub async fn insert(tx: &mut Tx, user: &User) -> Result<(), DatabaseError> {
    sqlx::query(
        "INSERT INTO users (id, username, email, email_verified_at, password_hash, role, \
         display_name, bio, avatar, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
    )
    .bind(user.id.to_string())
    .bind(&user.username)
    .bind(&user.email)
    .bind(user.email_verified_at.map(Timestamp::as_ms))
    .bind(&user.password_hash)
    .bind(user.role.as_str())
    .bind(&user.display_name)
    .bind(&user.bio)
    .bind(&user.avatar)
    .bind(user.created_at.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Which of a wanted user name and address belong to someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// The user name is taken.
    pub username: bool,
    /// The e-mail address is taken.
    pub email: bool,
}

/// Whether anyone has this user name or this address.
pub async fn taken(
    database: &Database,
    username: &str,
    email: &str,
) -> Result<Taken, DatabaseError> {
    let rows = sqlx::query("SELECT username, email FROM users WHERE username = $1 OR email = $2")
        .bind(username)
        .bind(email)
        .fetch_all(database.pool())
        .await?;
    let mut taken = Taken {
        username: false,
        email: false,
    };
    for row in &rows {
        taken.username |= row::text(row, "username")? == username;
        taken.email |= row::text(row, "email")? == email;
    }
    Ok(taken)
}

/// The account of that id.
pub async fn by_id(database: &Database, id: UserId) -> Result<Option<User>, DatabaseError> {
    let row = sqlx::query("SELECT * FROM users WHERE id = $1")
        .bind(id.to_string())
        .fetch_optional(database.pool())
        .await?;
    row.as_ref().map(User::from_row).transpose()
}

/// The account of that user name.
pub async fn by_username(
    database: &Database,
    username: &str,
) -> Result<Option<User>, DatabaseError> {
    let row = sqlx::query("SELECT * FROM users WHERE username = $1")
        .bind(username)
        .fetch_optional(database.pool())
        .await?;
    row.as_ref().map(User::from_row).transpose()
}

/// The account of that address.
pub async fn by_email(database: &Database, email: &str) -> Result<Option<User>, DatabaseError> {
    let row = sqlx::query("SELECT * FROM users WHERE email = $1")
        .bind(email)
        .fetch_optional(database.pool())
        .await?;
    row.as_ref().map(User::from_row).transpose()
}

/// How many accounts have this role.
pub async fn count_of_role(database: &Database, role: Role) -> Result<i64, DatabaseError> {
    let row = sqlx::query("SELECT COUNT(*) AS total FROM users WHERE role = $1")
        .bind(role.as_str())
        .fetch_one(database.pool())
        .await?;
    row::number(&row, "total")
}

/// Replaces the name that people see and the text about the user. False if there is no such
/// account.
pub async fn set_profile(
    database: &Database,
    id: UserId,
    display_name: &str,
    bio: &str,
    now: Timestamp,
) -> Result<bool, DatabaseError> {
    let done =
        sqlx::query("UPDATE users SET display_name = $2, bio = $3, updated_at = $4 WHERE id = $1")
            .bind(id.to_string())
            .bind(display_name)
            .bind(bio)
            .bind(now.as_ms())
            .execute(database.pool())
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Replaces the picture's file name if it is still `old`. False if it changed meanwhile.
pub async fn set_avatar(
    database: &Database,
    id: UserId,
    old: Option<&str>,
    new: Option<&str>,
    now: Timestamp,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query(
        "UPDATE users SET avatar = $3, updated_at = $4 \
         WHERE id = $1 AND COALESCE(avatar, '') = $2",
    )
    .bind(id.to_string())
    .bind(old.unwrap_or_default())
    .bind(new)
    .bind(now.as_ms())
    .execute(database.pool())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Replaces the password's hash if it is still `old`. False if it changed meanwhile.
pub async fn set_password(
    tx: &mut Tx,
    id: UserId,
    old: &str,
    new: &str,
    now: Timestamp,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query(
        "UPDATE users SET password_hash = $3, updated_at = $4 \
         WHERE id = $1 AND password_hash = $2",
    )
    .bind(id.to_string())
    .bind(old)
    .bind(new)
    .bind(now.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that `email` was confirmed, if it is still the account's address. The first time counts.
pub async fn verify_email(
    tx: &mut Tx,
    id: UserId,
    email: &str,
    now: Timestamp,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query(
        "UPDATE users SET email_verified_at = COALESCE(email_verified_at, $3), updated_at = $3 \
         WHERE id = $1 AND email = $2",
    )
    .bind(id.to_string())
    .bind(email)
    .bind(now.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps the user out (`disabled`), or lets them in again. Disabling twice keeps the first time.
/// False if there is no such account.
pub async fn set_disabled(
    tx: &mut Tx,
    id: UserId,
    disabled: bool,
    now: Timestamp,
) -> Result<bool, DatabaseError> {
    let sql = if disabled {
        "UPDATE users SET disabled_at = COALESCE(disabled_at, $2), updated_at = $2 WHERE id = $1"
    } else {
        "UPDATE users SET disabled_at = NULL, updated_at = $2 WHERE id = $1"
    };
    let done = sqlx::query(sql)
        .bind(id.to_string())
        .bind(now.as_ms())
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Changes what the account may do. False if there is no such account.
pub async fn set_role(
    database: &Database,
    id: UserId,
    role: Role,
    now: Timestamp,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query("UPDATE users SET role = $2, updated_at = $3 WHERE id = $1")
        .bind(id.to_string())
        .bind(role.as_str())
        .bind(now.as_ms())
        .execute(database.pool())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// A user's public page as one caller sees it; `avatar_url` holds the stored file name.
pub async fn profile(
    database: &Database,
    id: UserId,
    caller: Option<UserId>,
) -> Result<Option<Profile>, DatabaseError> {
    let row = sqlx::query(
        "SELECT u.id, u.username, u.display_name, u.bio, u.avatar, u.created_at, \
         (SELECT COUNT(*) FROM follows WHERE followed_id = u.id) AS followers, \
         (SELECT COUNT(*) FROM follows WHERE follower_id = u.id) AS following, \
         (SELECT COUNT(*) FROM follows WHERE follower_id = $2 AND followed_id = u.id) AS followed, \
         (SELECT COUNT(*) FROM blocks WHERE blocker_id = $2 AND blocked_id = u.id) AS blocked \
         FROM users u WHERE u.id = $1 AND u.disabled_at IS NULL",
    )
    .bind(id.to_string())
    .bind(caller.map(|id| id.to_string()).unwrap_or_default())
    .fetch_optional(database.pool())
    .await?;
    row.as_ref()
        .map(|row| {
            Ok(Profile {
                id: row::parsed(row, "id")?,
                username: row::text(row, "username")?,
                display_name: row::text(row, "display_name")?,
                bio: row::text(row, "bio")?,
                avatar_url: row::text_opt(row, "avatar")?,
                followers: row::number(row, "followers")?,
                following: row::number(row, "following")?,
                followed_by_me: row::number(row, "followed")? > 0,
                blocked_by_me: row::number(row, "blocked")? > 0,
                created_at: row::time(row, "created_at")?,
            })
        })
        .transpose()
}

/// Someone in a list of users, and since when they are in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The user; `avatar_url` holds the stored file name.
    pub user: UserSummary,
    /// Since when.
    pub since: Timestamp,
}

impl Listed {
    pub(crate) fn from_row(row: &AnyRow) -> Result<Self, DatabaseError> {
        Ok(Self {
            user: UserSummary {
                id: row::parsed(row, "id")?,
                username: row::text(row, "username")?,
                display_name: row::text(row, "display_name")?,
                avatar_url: row::text_opt(row, "avatar")?,
            },
            since: row::time(row, "since")?,
        })
    }
}

/// Where a page of a list of users ends; the next one begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListEnd {
    /// Since when the last one is in the list.
    pub since: Timestamp,
    /// The last one.
    pub id: UserId,
}

impl ListEnd {
    /// What stands for "from the start" in a comparison.
    pub(crate) fn parts(end: Option<Self>) -> (i64, String) {
        end.map_or((i64::MAX, String::new()), |end| {
            (end.since.as_ms(), end.id.to_string())
        })
    }
}
