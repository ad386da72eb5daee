use crate::{Domain, Result};
use live_jobs::JobKind;
use serde::{Deserialize, Serialize};

/// The job of sending a mail about an account. It carries no token: that is made when it is sent,
/// so that no usable one lies in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mail", rename_all = "snake_case")]
pub enum AccountMail {
    /// A link to set a new password, if someone has this address.
    ResetPassword {
        /// The address, lower case.
        email: String,
    },
    /// A link that confirms this address, if someone has it and did not confirm it.
    VerifyEmail {
        /// The address, lower case.
        email: String,
    },
}

impl AccountMail {
    pub(super) fn email(&self) -> &str {
        match self {
            Self::ResetPassword { email } | Self::VerifyEmail { email } => email,
        }
    }
}

impl JobKind for AccountMail {
    const KIND: &'static str = "account_mail";

    fn dedup_key(&self) -> Option<String> {
        let kind = match self {
            Self::ResetPassword { .. } => "reset",
            Self::VerifyEmail { .. } => "verify",
        };
        Some(format!("{kind}:{}", self.email()))
    }
}

/// Queues it in a transaction of its own.
pub(crate) async fn queue(domain: &Domain, mail: AccountMail) -> Result<()> {
    let now = domain.clock.now();
    let mut tx = domain.database.begin().await?;
    live_jobs::enqueue(&mut tx, &domain.random, now, now, &mail).await?;
    Domain::commit(tx).await
}
