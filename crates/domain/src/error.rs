//! Refusals and failures of the rules.

use live_bus::BusError;
use live_database::DatabaseError;
use live_protocol::{ErrorCode, FieldError};
use std::{error::Error as StdError, fmt, time::Duration};

/// A rule refused, or something it needs failed. Callers show the code, `detail` and `fields`;
/// the source is for the log only.
#[derive(Debug)]
pub struct Error {
    code: ErrorCode,
    detail: Option<String>,
    fields: Vec<FieldError>,
    retry_after: Option<Duration>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// A refusal with nothing more to say than its code.
    pub const fn new(code: ErrorCode) -> Self {
        Self {
            code,
            detail: None,
            fields: Vec::new(),
            retry_after: None,
            source: None,
        }
    }

    /// A refusal of one field.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::fields(vec![FieldError::new(field, message)])
    }

    /// A refusal of several fields.
    pub fn fields(fields: Vec<FieldError>) -> Self {
        Self {
            fields,
            ..Self::new(ErrorCode::InvalidRequest)
        }
    }

    /// A failure of ours; `source` goes to the log.
    pub fn internal(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            source: Some(source.into()),
            ..Self::new(ErrorCode::Internal)
        }
    }

    /// A part that is needed is not there now; `source` goes to the log.
    pub fn unavailable(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            source: Some(source.into()),
            ..Self::new(ErrorCode::Unavailable)
        }
    }

    /// Adds what was wrong in this case, for a person.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds when the same call may work.
    #[must_use]
    pub const fn with_retry_after(mut self, after: Duration) -> Self {
        self.retry_after = Some(after);
        self
    }

    /// The stable code.
    pub const fn code(&self) -> ErrorCode {
        self.code
    }

    /// What was wrong in this case.
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }

    /// The fields that were wrong.
    pub fn field_errors(&self) -> &[FieldError] {
        &self.fields
    }

    /// When the same call may work.
    pub const fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.code.fmt(f)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_ref()
            .map(|source| &**source as &(dyn StdError + 'static))
    }
}

impl From<DatabaseError> for Error {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Duplicate | DatabaseError::Check | DatabaseError::ForeignKey => Self {
                source: Some(error.into()),
                ..Self::new(ErrorCode::Conflict)
            },
            DatabaseError::Column { .. } | DatabaseError::Migrate(_) | DatabaseError::Folder(_) => {
                Self::internal(error)
            }
            DatabaseError::Other(_) => Self::unavailable(error),
        }
    }
}

impl From<BusError> for Error {
    fn from(error: BusError) -> Self {
        Self::unavailable(error)
    }
}
