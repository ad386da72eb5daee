use super::device::device;
use crate::{Actor, Domain, Result};
use live_database::sessions;
use live_protocol::{auth::Session, page::Page};
use std::time::Duration;

/// Sessions that are listed at most.
const SESSIONS_MAX: u32 = 100;

/// Where the actor is logged in, the last used first; the hundred newest.
pub async fn sessions(domain: &Domain, actor: Actor) -> Result<Page<Session>> {
    let idle = Duration::from_secs(domain.config.auth.session_idle_s);
    let since = domain.clock.now().minus(idle);
    let open = sessions::open_of_user(&domain.database, actor.user_id, since, SESSIONS_MAX).await?;
    let items = open.into_iter().map(|session| Session {
        id: session.id,
        device: device(&session.user_agent),
        place: session.place,
        created_at: session.created_at,
        last_seen_at: session.last_seen_at,
        current: session.id == actor.session_id,
    });
    Ok(Page {
        items: items.collect(),
        next_cursor: None,
    })
}
