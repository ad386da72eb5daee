use super::{account, find};
use crate::{Actor, Domain, Result};
use live_protocol::user::Account;

/// The actor's own account.
pub async fn me(domain: &Domain, actor: Actor) -> Result<Account> {
    Ok(account(&find::own(domain, actor).await?))
}
