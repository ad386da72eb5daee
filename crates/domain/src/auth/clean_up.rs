use crate::{Domain, Result};
use live_database::{email_tokens, sessions};
use std::time::Duration;

/// How long what is over is kept, to look at when someone asks what happened.
const KEPT: Duration = Duration::from_hours(30 * 24);

/// Removes sessions and tokens that have been over for a month. Answers how many rows went. Runs
/// as often as one likes; daily is plenty.
pub async fn clean_up(domain: &Domain) -> Result<u64> {
    let now = domain.clock.now();
    let idle = Duration::from_secs(domain.config.auth.session_idle_s);
    let tokens = email_tokens::remove_expired(&domain.database, now.minus(KEPT)).await?;
    let old = sessions::remove_old(&domain.database, now.minus(KEPT), now.minus(idle + KEPT));
    Ok(tokens + old.await?)
}
