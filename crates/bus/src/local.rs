//! The bus of one process: channels and maps.

use crate::{Delivery, SUBSCRIPTION_EVENTS_MAX, Subscription, Topic};
use live_clock::Clock;
use live_protocol::{Timestamp, event::BusEvent};
use parking_lot::Mutex;
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::sync::broadcast;

#[derive(Clone)]
pub(crate) struct LocalBus {
    clock: Clock,
    topics: Arc<Mutex<HashMap<Topic, broadcast::Sender<Delivery>>>>,
    leases: Arc<Mutex<HashMap<String, Lease>>>,
    gauges: Arc<Mutex<HashMap<String, HashMap<String, Part>>>>,
}

struct Lease {
    value: String,
    until: Timestamp,
}

struct Part {
    value: i64,
    until: Timestamp,
}

impl LocalBus {
    pub(crate) fn new(clock: Clock) -> Self {
        Self {
            clock,
            topics: Arc::default(),
            leases: Arc::default(),
            gauges: Arc::default(),
        }
    }

    pub(crate) fn publish(&self, topic: Topic, event: BusEvent) {
        if let Some(sender) = self.topics.lock().get(&topic) {
            // Fails only when nobody listens, which is no error.
            let _ = sender.send(Delivery::Event(Arc::new(event)));
        }
    }

    pub(crate) fn subscribe(&self, topic: Topic) -> Subscription {
        let receiver = self
            .topics
            .lock()
            .entry(topic)
            .or_insert_with(|| broadcast::channel(SUBSCRIPTION_EVENTS_MAX).0)
            .subscribe();
        Subscription {
            receiver,
            _interest: Arc::new(Interest {
                topic,
                topics: self.topics.clone(),
            }),
        }
    }

    pub(crate) fn acquire(&self, key: &str, value: &str, ttl: Duration) -> bool {
        let now = self.clock.now();
        let mut leases = self.leases.lock();
        leases.retain(|_, lease| lease.until > now);
        if leases.get(key).is_some_and(|lease| lease.value != value) {
            return false;
        }
        leases.insert(
            key.to_owned(),
            Lease {
                value: value.to_owned(),
                until: now.plus(ttl),
            },
        );
        true
    }

    pub(crate) fn seize(&self, key: &str, value: &str, ttl: Duration) {
        let until = self.clock.now().plus(ttl);
        self.leases.lock().insert(
            key.to_owned(),
            Lease {
                value: value.to_owned(),
                until,
            },
        );
    }

    pub(crate) fn release(&self, key: &str, value: &str) {
        let mut leases = self.leases.lock();
        if leases.get(key).is_some_and(|lease| lease.value == value) {
            leases.remove(key);
        }
    }

    pub(crate) fn holder(&self, key: &str) -> Option<String> {
        let now = self.clock.now();
        self.leases
            .lock()
            .get(key)
            .filter(|lease| lease.until > now)
            .map(|lease| lease.value.clone())
    }

    pub(crate) fn report(&self, key: &str, member: &str, value: i64, ttl: Duration) {
        let until = self.clock.now().plus(ttl);
        let mut gauges = self.gauges.lock();
        if value != 0 {
            gauges
                .entry(key.to_owned())
                .or_default()
                .insert(member.to_owned(), Part { value, until });
        } else if let Some(parts) = gauges.get_mut(key) {
            parts.remove(member);
            if parts.is_empty() {
                gauges.remove(key);
            }
        }
    }

    pub(crate) fn total(&self, key: &str) -> i64 {
        let now = self.clock.now();
        self.gauges.lock().get(key).map_or(0, |parts| {
            parts
                .values()
                .filter(|part| part.until > now)
                .map(|part| part.value)
                .sum()
        })
    }
}

/// One subscriber's interest; the last one to go takes the topic with it.
struct Interest {
    topic: Topic,
    topics: Arc<Mutex<HashMap<Topic, broadcast::Sender<Delivery>>>>,
}

impl Drop for Interest {
    fn drop(&mut self) {
        let mut topics = self.topics.lock();
        // The receiver beside this interest is dropped before it.
        if topics
            .get(&self.topic)
            .is_some_and(|sender| sender.receiver_count() == 0)
        {
            topics.remove(&self.topic);
        }
    }
}
