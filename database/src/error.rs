//! What can go wrong with a statement, as far as callers can act on it.

/// A statement failed.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// A unique key exists already. SQLite doesn't say which, so a statement that can meet this
    /// has one unique key at most (or the caller looks).
    #[error("a unique key exists already")]
    Duplicate,
    /// A `CHECK` refused the row: a floor was reached.
    #[error("a check refused the row")]
    Check,
    /// A referenced row does not exist.
    #[error("a referenced row does not exist")]
    ForeignKey,
    /// The row holds what it can't hold. A bug, or someone edited the database by hand.
    #[error("column {column} holds an unexpected value")]
    Column {
        /// The column.
        column: &'static str,
    },
    /// The migrations can't be applied.
    #[error("the database can't be migrated")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The folder of the database file can't be made.
    #[error("the folder of the database can't be made")]
    Folder(#[source] std::io::Error),
    /// Everything else: no connection, time-out, a statement that is wrong.
    #[error("the database failed")]
    Other(#[source] sqlx::Error),
}

impl From<sqlx::Error> for DatabaseError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(inner) if inner.is_unique_violation() => Self::Duplicate,
            sqlx::Error::Database(inner) if inner.is_check_violation() => Self::Check,
            sqlx::Error::Database(inner) if inner.is_foreign_key_violation() => Self::ForeignKey,
            _ => Self::Other(error),
        }
    }
}
