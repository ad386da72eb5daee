use super::token_hash::token_hash;
use crate::{Domain, Result};
use live_database::{setup_tokens, users};
use live_protocol::user::Role;
use std::time::Duration;

/// How long a link for the first admin is good.
const SETUP_TOKEN: Duration = Duration::from_hours(24);

/// A new one-time token that makes the first admin (`/register?setup=TOKEN`), valid for a day;
/// older ones stop working. `None` if there is an admin already.
pub async fn offer_setup(domain: &Domain) -> Result<Option<String>> {
    if users::count_of_role(&domain.database, Role::Admin).await? > 0 {
        return Ok(None);
    }
    let token = hex::encode(domain.random.bytes::<24>());
    let mut tx = domain.database.begin().await?;
    let expires_at = domain.clock.now().plus(SETUP_TOKEN);
    setup_tokens::replace(&mut tx, &token_hash(&token), expires_at).await?;
    Domain::commit(tx).await?;
    Ok(Some(token))
}
