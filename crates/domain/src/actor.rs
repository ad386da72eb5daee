//! Who asks.

use crate::{Error, Result};
use live_protocol::{ErrorCode, SessionId, UserId, user::Role};

/// A user who proved who they are by an access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// The user.
    pub user_id: UserId,
    /// The session that the token belongs to.
    pub session_id: SessionId,
    /// What the account may do.
    pub role: Role,
}

impl Actor {
    /// Refuses with `forbidden` whoever has less than `role`.
    pub fn require(&self, role: Role) -> Result<()> {
        if self.role >= role {
            Ok(())
        } else {
            Err(Error::new(ErrorCode::Forbidden))
        }
    }
}
