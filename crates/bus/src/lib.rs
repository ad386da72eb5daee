//! The bus: how the services of one engine hear of each other.
//!
//! Three things travel over it. **Events** ([`BusEvent`]) go to everyone who is subscribed to a
//! [`Topic`] now; nothing is stored, so what must not be lost is in the database as well and is
//! read again after a [`Delivery::Gap`]. **Leases** are keys that vanish when their owner stops
//! renewing them (who owns a stream's playlist). **Gauges** are numbers that several nodes report
//! and anyone can add up (viewers of a stream).
//!
//! In one process it is channels and maps; in a fleet it is Redis. Both behave the same; the
//! tests of this crate run on both.

mod local;
mod redis;

use live_clock::Clock;
use live_config::bus::BusConfig;
use live_protocol::{StreamId, UserId, event::BusEvent};
use std::{fmt, sync::Arc, time::Duration};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

/// Events that wait for one slow subscriber; beyond, its oldest are dropped and it gets a
/// [`Delivery::Gap`].
const SUBSCRIPTION_EVENTS_MAX: usize = 1_024;

/// Whom an event is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The members of a stream's room.
    Stream(StreamId),
    /// The sockets of a user.
    User(UserId),
    /// What the media services tell of their streams.
    Media,
    /// Commands to the media services.
    Control,
    /// Sockets that must close.
    Disconnects,
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stream(id) => write!(f, "live:stream:{id}"),
            Self::User(id) => write!(f, "live:user:{id}"),
            Self::Media => f.write_str("live:media"),
            Self::Control => f.write_str("live:control"),
            Self::Disconnects => f.write_str("live:disconnects"),
        }
    }
}

/// The bus can't be reached, or did not answer in time. The same call may work later.
#[derive(Debug, thiserror::Error)]
#[error("the bus is not available")]
pub struct BusError(#[from] ::redis::RedisError);

/// What a subscription yields.
#[derive(Debug, Clone)]
pub enum Delivery {
    /// An event. Shared by all subscribers of the topic.
    Event(Arc<BusEvent>),
    /// Events were lost (the connection broke, or this subscriber was too slow): read what
    /// matters from the database again.
    Gap,
}

/// A topic's events from the moment of subscribing. Dropping it unsubscribes.
pub struct Subscription {
    receiver: broadcast::Receiver<Delivery>,
    /// Keeps the topic subscribed while anyone listens.
    _interest: Arc<dyn Send + Sync>,
}

impl Subscription {
    /// The next event; `None` when the bus was closed.
    pub async fn recv(&mut self) -> Option<Delivery> {
        match self.receiver.recv().await {
            Ok(delivery) => Some(delivery),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Delivery::Gap),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}

/// The bus. Cheap to clone; all clones are the same bus.
#[derive(Clone)]
pub struct Bus(Kind);

#[derive(Clone)]
enum Kind {
    Local(local::LocalBus),
    Redis(redis::RedisBus),
}

impl Bus {
    /// A bus within this process.
    pub fn in_process(clock: Clock) -> Self {
        Self(Kind::Local(local::LocalBus::new(clock)))
    }

    /// The configured bus. With Redis it connects first and fails if that is impossible;
    /// later breaks are mended in the background until `closed` is cancelled.
    pub async fn connect(
        config: &BusConfig,
        clock: Clock,
        closed: CancellationToken,
    ) -> Result<Self, BusError> {
        match &config.redis_url {
            None => Ok(Self::in_process(clock)),
            Some(url) => redis::RedisBus::connect(url.reveal(), clock, closed)
                .await
                .map(|bus| Self(Kind::Redis(bus))),
        }
    }

    /// Sends `event` to all who are subscribed to `topic` now.
    pub async fn publish(&self, topic: Topic, event: BusEvent) -> Result<(), BusError> {
        match &self.0 {
            Kind::Local(bus) => {
                bus.publish(topic, event);
                Ok(())
            }
            Kind::Redis(bus) => bus.publish(topic, &event).await,
        }
    }

    /// Hears `topic` from now on: once this returns, what is published arrives.
    pub async fn subscribe(&self, topic: Topic) -> Result<Subscription, BusError> {
        match &self.0 {
            Kind::Local(bus) => Ok(bus.subscribe(topic)),
            Kind::Redis(bus) => bus.subscribe(topic).await,
        }
    }

    /// Takes the lease `key` with `value` for `ttl`, unless another holds it. True if `value`
    /// holds it now (also if it did before: then it is renewed).
    pub async fn acquire(&self, key: &str, value: &str, ttl: Duration) -> Result<bool, BusError> {
        match &self.0 {
            Kind::Local(bus) => Ok(bus.acquire(key, value, ttl)),
            Kind::Redis(bus) => bus.acquire(key, value, ttl).await,
        }
    }

    /// Takes the lease `key` with `value` for `ttl`, whoever holds it.
    pub async fn seize(&self, key: &str, value: &str, ttl: Duration) -> Result<(), BusError> {
        match &self.0 {
            Kind::Local(bus) => {
                bus.seize(key, value, ttl);
                Ok(())
            }
            Kind::Redis(bus) => bus.seize(key, value, ttl).await,
        }
    }

    /// Gives the lease `key` back if `value` holds it.
    pub async fn release(&self, key: &str, value: &str) -> Result<(), BusError> {
        match &self.0 {
            Kind::Local(bus) => {
                bus.release(key, value);
                Ok(())
            }
            Kind::Redis(bus) => bus.release(key, value).await,
        }
    }

    /// Who holds the lease `key` now.
    pub async fn holder(&self, key: &str) -> Result<Option<String>, BusError> {
        match &self.0 {
            Kind::Local(bus) => Ok(bus.holder(key)),
            Kind::Redis(bus) => bus.holder(key).await,
        }
    }

    /// Reports `value` as `member`'s part of the gauge `key`, for `ttl`. Zero removes it.
    pub async fn report(
        &self,
        key: &str,
        member: &str,
        value: i64,
        ttl: Duration,
    ) -> Result<(), BusError> {
        match &self.0 {
            Kind::Local(bus) => {
                bus.report(key, member, value, ttl);
                Ok(())
            }
            Kind::Redis(bus) => bus.report(key, member, value, ttl).await,
        }
    }

    /// The sum of all members' parts of the gauge `key` that are not stale.
    pub async fn total(&self, key: &str) -> Result<i64, BusError> {
        match &self.0 {
            Kind::Local(bus) => Ok(bus.total(key)),
            Kind::Redis(bus) => bus.total(key).await,
        }
    }

    /// Fails if the bus can't be reached now. For `/readyz`.
    pub async fn check(&self) -> Result<(), BusError> {
        match &self.0 {
            Kind::Local(_) => Ok(()),
            Kind::Redis(bus) => bus.check().await,
        }
    }
}

#[cfg(test)]
mod tests;
