use crate::{Actor, Domain, Error, Result};
use live_bus::{Delivery, Topic};
use live_database::sessions;
use live_protocol::{
    ErrorCode, SessionId, Timestamp, UserId,
    event::{BusEvent, DisconnectReason},
};

impl Domain {
    /// Who sends this access token. Refuses with `unauthenticated` if it is not ours, has expired,
    /// or its session ended or its user was disabled, at the latest five seconds ago.
    pub async fn authenticate(&self, token: &str) -> Result<Actor> {
        Ok(self.authenticate_until(token).await?.0)
    }

    /// The same, and when the token expires: for connections that outlive a request.
    pub async fn authenticate_until(&self, token: &str) -> Result<(Actor, Timestamp)> {
        let now = self.clock.now();
        let claims = self.auth.access.check(token, now)?;
        let standing = match self.auth.standings.get(claims.sid, now) {
            Ok(standing) => standing,
            Err(asked) => {
                let standing = sessions::standing(&self.database, claims.sid)
                    .await?
                    .ok_or_else(|| Error::new(ErrorCode::Unauthenticated))?;
                self.auth
                    .standings
                    .put(claims.sid, asked, standing, self.clock.now());
                standing
            }
        };
        if !standing.good || standing.user_id != claims.sub {
            return Err(
                Error::new(ErrorCode::Unauthenticated).with_detail("This session has ended.")
            );
        }
        let actor = Actor {
            user_id: claims.sub,
            session_id: claims.sid,
            role: standing.role,
        };
        let until = Timestamp::from_ms(claims.exp.saturating_mul(1_000));
        Ok((actor, until))
    }

    /// Hears on the bus which sessions ended, so that this process stops believing their tokens at
    /// once. Every process that calls [`Self::authenticate`] runs it; it ends with the bus.
    pub async fn hear_disconnects(&self) -> Result<()> {
        let mut subscription = self.bus.subscribe(Topic::Disconnects).await?;
        self.auth.standings.forget_all();
        while let Some(delivery) = subscription.recv().await {
            match delivery {
                Delivery::Event(event) => self.auth.standings.hear(&event),
                Delivery::Gap => self.auth.standings.forget_all(),
            }
        }
        Ok(())
    }

    /// Tells every process that sessions ended: all of a user's, one, or all but one. What ended is
    /// in the database already, so a bus that is away costs a few seconds and is only logged.
    pub(crate) async fn disconnect(
        &self,
        user_id: UserId,
        session_id: Option<SessionId>,
        except: Option<SessionId>,
        reason: DisconnectReason,
    ) {
        let event = BusEvent::Disconnect {
            user_id,
            session_id,
            except,
            reason,
        };
        self.auth.standings.hear(&event);
        if let Err(error) = self.bus.publish(Topic::Disconnects, event).await {
            tracing::warn!(%user_id, %error, "ended sessions keep their sockets for now");
        }
    }

    /// Stops believing what is remembered of a user in this process; others do so after a few
    /// seconds.
    pub(crate) fn forget_standing(&self, user_id: UserId) {
        self.auth.standings.forget_user(user_id, None);
    }
}
