//! Columns as the types of `protocol`: ids are UUIDs as text, times Unix milliseconds.

use crate::DatabaseError;
use live_protocol::Timestamp;
use sqlx::{Row, any::AnyRow};
use std::str::FromStr;

/// An id, or any other value that is stored as its text.
pub(crate) fn parsed<T: FromStr>(row: &AnyRow, column: &'static str) -> Result<T, DatabaseError> {
    let text: String = row.try_get(column)?;
    text.parse().map_err(|_| DatabaseError::Column { column })
}

/// A text.
pub(crate) fn text(row: &AnyRow, column: &'static str) -> Result<String, DatabaseError> {
    Ok(row.try_get(column)?)
}

/// A text that may be missing.
pub(crate) fn text_opt(
    row: &AnyRow,
    column: &'static str,
) -> Result<Option<String>, DatabaseError> {
    Ok(row.try_get(column)?)
}

/// A whole number.
pub(crate) fn number(row: &AnyRow, column: &'static str) -> Result<i64, DatabaseError> {
    Ok(row.try_get(column)?)
}

/// A moment.
pub(crate) fn time(row: &AnyRow, column: &'static str) -> Result<Timestamp, DatabaseError> {
    Ok(Timestamp::from_ms(row.try_get(column)?))
}

/// A moment that may be missing.
pub(crate) fn time_opt(
    row: &AnyRow,
    column: &'static str,
) -> Result<Option<Timestamp>, DatabaseError> {
    let ms: Option<i64> = row.try_get(column)?;
    Ok(ms.map(Timestamp::from_ms))
}

/// One of a few names.
pub(crate) fn name<T>(
    row: &AnyRow,
    column: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, DatabaseError> {
    parse(&text(row, column)?).ok_or(DatabaseError::Column { column })
}

/// One of a few names that may be missing.
pub(crate) fn name_opt<T>(
    row: &AnyRow,
    column: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, DatabaseError> {
    text_opt(row, column)?
        .map(|text| parse(&text).ok_or(DatabaseError::Column { column }))
        .transpose()
}
