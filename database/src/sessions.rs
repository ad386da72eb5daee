//! Log-ins. A session's refresh token is stored as its SHA-256 only.

use crate::{Database, DatabaseError, Tx, row};
use live_protocol::{SessionId, Timestamp, UserId, user::Role};
use sqlx::any::AnyRow;

/// A log-in as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The session's id.
    pub id: SessionId,
    /// Whose it is.
    pub user_id: UserId,
    /// SHA-256 of the refresh token in force, in hexadecimal.
    pub refresh_hash: String,
    /// How often the token was rotated.
    pub generation: i64,
    /// When it was rotated last (at first: when it was made).
    pub rotated_at: Timestamp,
    /// What the client said of itself.
    pub user_agent: String,
    /// The address it was last used from, with its last part hidden.
    pub place: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When its token was last used.
    pub last_seen_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionEnd {
    /// The user logged out, here or everywhere.
    Logout,
    /// The user ended it from another session.
    Revoked,
    /// A rotated token was used again.
    Reused,
    /// The password changed.
    Password,
    /// An admin disabled the account.
    Disabled,
}

impl SessionEnd {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Logout => "logout",
            Self::Revoked => "revoked",
            Self::Reused => "reused",
            Self::Password => "password",
            Self::Disabled => "disabled",
        }
    }
}

impl Session {
    fn from_row(row: &AnyRow) -> Result<Self, DatabaseError> {
        Ok(Self {
            id: row::parsed(row, "id")?,
            user_id: row::parsed(row, "user_id")?,
            refresh_hash: row::text(row, "refresh_hash")?,
            generation: row::number(row, "generation")?,
            rotated_at: row::time(row, "rotated_at")?,
            user_agent: row::text(row, "user_agent")?,
            place: row::text(row, "place")?,
            created_at: row::time(row, "created_at")?,
            last_seen_at: row::time(row, "last_seen_at")?,
            ended_at: row::time_opt(row, "ended_at")?,
        })
    }
}

/// Stores a new session.
pub async fn insert(tx: &mut Tx, session: &Session) -> Result<(), DatabaseError> {
    sqlx::query(
        "INSERT INTO sessions (id, user_id, refresh_hash, generation, rotated_at, user_agent, \
         place, created_at, last_seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(session.id.to_string())
    .bind(session.user_id.to_string())
    .bind(&session.refresh_hash)
    .bind(session.generation)
    .bind(session.rotated_at.as_ms())
    .bind(&session.user_agent)
    .bind(&session.place)
    .bind(session.created_at.as_ms())
    .bind(session.last_seen_at.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The session of that id, ended or not.
pub async fn by_id(database: &Database, id: SessionId) -> Result<Option<Session>, DatabaseError> {
    let row = sqlx::query("SELECT * FROM sessions WHERE id = $1")
        .bind(id.to_string())
        .fetch_optional(database.pool())
        .await?;
    row.as_ref().map(Session::from_row).transpose()
}

/// The next refresh token of a session.
#[derive(Debug, Clone)]
pub struct Rotation<'a> {
    /// SHA-256 of the token in force.
    pub old_hash: &'a str,
    /// SHA-256 of the next one.
    pub new_hash: &'a str,
    /// What the client says of itself.
    pub user_agent: &'a str,
    /// Where it is, with the last part hidden.
    pub place: &'a str,
}

/// Puts the next refresh token in force, if the session has not ended and the token in force is
/// still the old one. False if not.
pub async fn rotate(
    database: &Database,
    id: SessionId,
    rotation: &Rotation<'_>,
    now: Timestamp,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query(
        "UPDATE sessions SET refresh_hash = $3, generation = generation + 1, rotated_at = $4, \
         last_seen_at = $4, user_agent = $5, place = $6 \
         WHERE id = $1 AND refresh_hash = $2 AND ended_at IS NULL",
    )
    .bind(id.to_string())
    .bind(rotation.old_hash)
    .bind(rotation.new_hash)
    .bind(now.as_ms())
    .bind(rotation.user_agent)
    .bind(rotation.place)
    .execute(database.pool())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A user's sessions that have not ended and were used since `seen_since`, the last used first.
pub async fn open_of_user(
    database: &Database,
    user: UserId,
    seen_since: Timestamp,
    limit: u32,
) -> Result<Vec<Session>, DatabaseError> {
    sqlx::query(
        "SELECT * FROM sessions WHERE user_id = $1 AND ended_at IS NULL AND last_seen_at >= $2 \
         ORDER BY last_seen_at DESC, id DESC LIMIT $3",
    )
    .bind(user.to_string())
    .bind(seen_since.as_ms())
    .bind(i64::from(limit))
    .fetch_all(database.pool())
    .await?
    .iter()
    .map(Session::from_row)
    .collect()
}

/// Ends one session of a user. False if it is not theirs or has ended before.
pub async fn end(
    database: &Database,
    user: UserId,
    id: SessionId,
    why: SessionEnd,
    now: Timestamp,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query(
        "UPDATE sessions SET ended_at = $3, end_reason = $4 \
         WHERE id = $1 AND user_id = $2 AND ended_at IS NULL",
    )
    .bind(id.to_string())
    .bind(user.to_string())
    .bind(now.as_ms())
    .bind(why.as_str())
    .execute(database.pool())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends all sessions of a user but `except`. Answers how many.
pub async fn end_of_user(
    tx: &mut Tx,
    user: UserId,
    except: Option<SessionId>,
    why: SessionEnd,
    now: Timestamp,
) -> Result<u64, DatabaseError> {
    let done = sqlx::query(
        "UPDATE sessions SET ended_at = $3, end_reason = $4 \
         WHERE user_id = $1 AND id <> $2 AND ended_at IS NULL",
    )
    .bind(user.to_string())
    .bind(except.map(|id| id.to_string()).unwrap_or_default())
    .bind(now.as_ms())
    .bind(why.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// What an access token's session and user are now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The user.
    pub user_id: UserId,
    /// What the account may do now.
    pub role: Role,
    /// Whether the session has not ended and the account is not disabled.
    pub good: bool,
}

/// Whether a session and its user are in good standing; `None` if there is no such session.
pub async fn standing(
    database: &Database,
    id: SessionId,
) -> Result<Option<Standing>, DatabaseError> {
    let row = sqlx::query(
        "SELECT s.user_id, s.ended_at, u.role, u.disabled_at \
         FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(database.pool())
    .await?;
    row.as_ref()
        .map(|row| {
            let role = row::text(row, "role")?;
            let ended = row::time_opt(row, "ended_at")?;
            let disabled = row::time_opt(row, "disabled_at")?;
            Ok(Standing {
                user_id: row::parsed(row, "user_id")?,
                role: Role::from_name(&role).ok_or(DatabaseError::Column { column: "role" })?,
                good: ended.is_none() && disabled.is_none(),
            })
        })
        .transpose()
}

/// Removes sessions that ended before `ended_before` or were last used before `seen_before`.
/// Answers how many.
pub async fn remove_old(
    database: &Database,
    ended_before: Timestamp,
    seen_before: Timestamp,
) -> Result<u64, DatabaseError> {
    let done = sqlx::query("DELETE FROM sessions WHERE ended_at < $1 OR last_seen_at < $2")
        .bind(ended_before.as_ms())
        .bind(seen_before.as_ms())
        .execute(database.pool())
        .await?;
    Ok(done.rows_affected())
}
