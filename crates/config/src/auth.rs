//! Accounts and sessions.

use crate::ConfigError;
use serde::{Deserialize, Serialize};

/// Accounts and sessions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuthConfig {
    /// Whether anyone may register.
    pub registration_open: bool,
    /// Seconds for which an access token is valid.
    pub access_token_s: u64,
    /// Seconds after which an unused session ends.
    pub session_idle_s: u64,
    /// Seconds in which a rotated refresh token may be shown once more, for an answer that got
    /// lost.
    pub refresh_grace_s: u64,
    /// Seconds for which a link to reset a password is valid.
    pub reset_token_s: u64,
    /// Seconds for which a link to confirm an e-mail address is valid.
    pub verify_token_s: u64,
    /// Argon2id memory in KiB (OWASP's minimum is 19,456).
    pub argon2_memory_kib: u32,
    /// Argon2id passes.
    pub argon2_passes: u32,
}

impl Default for AuthConfig {
    fn default() -> Self {
        Self {
            registration_open: true,
            access_token_s: 15 * 60,
            session_idle_s: 30 * 24 * 3600,
            refresh_grace_s: 10,
            reset_token_s: 3600,
            verify_token_s: 48 * 3600,
            argon2_memory_kib: 19_456,
            argon2_passes: 2,
        }
    }
}

impl AuthConfig {
    pub(crate) fn for_testing() -> Self {
        Self {
            argon2_memory_kib: 64,
            argon2_passes: 1,
            ..Self::default()
        }
    }

    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        if self.access_token_s < 60 || self.access_token_s > 24 * 3600 {
            return Err(ConfigError::Value {
                key: "auth.access_token_s",
                problem: "must be from 60 to 86400".into(),
            });
        }
        if self.argon2_memory_kib < 8 || self.argon2_passes == 0 {
            return Err(ConfigError::Value {
                key: "auth.argon2_memory_kib",
                problem: "at least 8 KiB and one pass are needed".into(),
            });
        }
        Ok(())
    }
}
