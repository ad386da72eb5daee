//! Whether sessions still hold, remembered for a few seconds: an access token is asked about at
//! every request, and the database should not be. An end of a session is heard on the bus and
//! forgets what is remembered at once; a lost event costs [`REMEMBERED`] at most.

use live_database::sessions::Standing;
use live_protocol::{SessionId, Timestamp, UserId, event::BusEvent};
use parking_lot::Mutex;
use std::{collections::HashMap, time::Duration};

/// How long an answer of the database is believed.
pub(super) const REMEMBERED: Duration = Duration::from_secs(5);
/// Sessions that are remembered at most; beyond, all are forgotten (an answer costs one query).
const SESSIONS_MAX: usize = 100_000;

/// The answers of the last seconds.
#[derive(Default)]
pub(super) struct StandingCache(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    answers: HashMap<SessionId, (Standing, Timestamp)>,
    /// Grows with each end of a session: an answer that was asked for before is not remembered.
    ends: u64,
}

/// How many sessions had ended when the database was asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked(u64);

impl StandingCache {
    /// What is remembered, or a ticket for the answer of the database.
    pub(super) fn get(&self, session: SessionId, now: Timestamp) -> Result<Standing, Asked> {
        let inner = self.0.lock();
        match inner.answers.get(&session) {
            Some((standing, read_at)) if now.since(*read_at) < REMEMBERED => Ok(*standing),
            _ => Err(Asked(inner.ends)),
        }
    }

    /// Remembers an answer, unless a session ended since it was asked for.
    pub(super) fn put(&self, session: SessionId, asked: Asked, standing: Standing, now: Timestamp) {
        let mut inner = self.0.lock();
        if inner.ends != asked.0 {
            return;
        }
        if inner.answers.len() >= SESSIONS_MAX {
            inner
                .answers
                .retain(|_, (_, read_at)| now.since(*read_at) < REMEMBERED);
            if inner.answers.len() >= SESSIONS_MAX {
                inner.answers.clear();
            }
        }
        inner.answers.insert(session, (standing, now));
    }

    /// Heeds a [`BusEvent::Disconnect`].
    pub(super) fn hear(&self, event: &BusEvent) {
        if let BusEvent::Disconnect {
            user_id,
            session_id,
            except,
            ..
        } = event
        {
            match session_id {
                Some(session) => self.forget_session(*session),
                None => self.forget_user(*user_id, *except),
            }
        }
    }

    fn forget_session(&self, session: SessionId) {
        let mut inner = self.0.lock();
        inner.ends += 1;
        inner.answers.remove(&session);
    }

    /// Forgets a user's sessions but one.
    pub(super) fn forget_user(&self, user: UserId, except: Option<SessionId>) {
        let mut inner = self.0.lock();
        inner.ends += 1;
        inner
            .answers
            .retain(|id, (standing, _)| standing.user_id != user || Some(*id) == except);
    }

    /// Forgets everything: events were lost.
    pub(super) fn forget_all(&self) {
        let mut inner = self.0.lock();
        inner.ends += 1;
        inner.answers.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use live_clock::Random;
    use live_protocol::user::Role;

    const NOW: Timestamp = Timestamp::from_ms(1_000_000);

    fn ids() -> (UserId, SessionId) {
        let random = Random::seeded(5);
        (
            UserId::from_uuid(random.uuid_v7(NOW)),
            SessionId::from_uuid(random.uuid_v7(NOW)),
        )
    }

    fn good(user_id: UserId) -> Standing {
        Standing {
            user_id,
            role: Role::User,
            good: true,
        }
    }

    #[test]
    fn an_answer_is_believed_for_a_few_seconds_or_until_the_end_is_heard() {
        let (user, session) = ids();
        let cache = StandingCache::default();
        let asked = cache.get(session, NOW).unwrap_err();
        cache.put(session, asked, good(user), NOW);
        assert_eq!(cache.get(session, NOW).unwrap(), good(user));
        assert!(cache.get(session, NOW.plus(REMEMBERED)).is_err());
        cache.hear(&BusEvent::Disconnect {
            user_id: user,
            session_id: None,
            except: Some(session),
            reason: live_protocol::event::DisconnectReason::LoggedOut,
        });
        assert!(cache.get(session, NOW).is_ok(), "excepted");
        cache.hear(&BusEvent::Disconnect {
            user_id: user,
            session_id: Some(session),
            except: None,
            reason: live_protocol::event::DisconnectReason::LoggedOut,
        });
        assert!(cache.get(session, NOW).is_err());
    }

    #[test]
    fn an_answer_from_before_the_end_is_not_remembered() {
        let (user, session) = ids();
        let cache = StandingCache::default();
        let asked = cache.get(session, NOW).unwrap_err();
        cache.forget_user(user, None);
        cache.put(session, asked, good(user), NOW);
        assert!(cache.get(session, NOW).is_err());
    }
}
