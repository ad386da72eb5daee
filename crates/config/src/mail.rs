//! Outgoing e-mail.

use crate::{ConfigError, Secret};
use serde::{Deserialize, Serialize};

/// Outgoing e-mail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailConfig {
    /// `smtps://user:password@host:465` or `smtp://host:587?tls=required`; absent: mails are
    /// written to `mail/` in `data_dir`, and the log says so.
    pub smtp_url: Option<Secret>,
    /// The sender.
    pub from: String,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            smtp_url: None,
            from: "Live Engine <no-reply@localhost>".into(),
        }
    }
}

impl MailConfig {
    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        if !self.from.contains('@') {
            return Err(ConfigError::Value {
                key: "mail.from",
                problem: "must be like `Name <name@example.com>`".into(),
            });
        }
        Ok(())
    }
}
