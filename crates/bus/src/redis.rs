//! The bus of a fleet: Redis pub/sub for events, keys with a time to live for leases, hashes for
//! gauges.
//!
//! One connection carries commands and one carries all subscriptions of this process. The second
//! is owned by a task that subscribes what is wanted, and after a break connects again,
//! subscribes everything again and tells every subscriber of the gap.

use crate::{BusError, Delivery, SUBSCRIPTION_EVENTS_MAX, Subscription, Topic};
use ::redis::{
    Client, RedisError, Script,
    aio::{ConnectionManager, ConnectionManagerConfig, PubSubSink},
};
use futures::StreamExt;
use live_clock::Clock;
use live_protocol::event::BusEvent;
use parking_lot::Mutex;
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

/// Longest wait for an answer to a command.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(3);
/// Pause between attempts to connect the subscriptions again.
const RECONNECT_PAUSE: Duration = Duration::from_millis(200);
/// Subscriptions that wait for the task; beyond, subscribing waits.
const REQUESTS_MAX: usize = 1_024;

#[derive(Clone)]
pub(crate) struct RedisBus {
    commands: ConnectionManager,
    clock: Clock,
    shared: Arc<Shared>,
    requests: mpsc::Sender<Request>,
    _task: Arc<AbortOnDropHandle<()>>,
}

/// The topics that this process listens to, by channel name.
#[derive(Default)]
struct Shared {
    topics: Mutex<HashMap<String, TopicState>>,
    next_generation: AtomicU64,
}

struct TopicState {
    sender: broadcast::Sender<Delivery>,
    generation: u64,
    interested: usize,
}

enum Request {
    Subscribe(String, oneshot::Sender<Result<(), RedisError>>),
    Unsubscribe(String, u64),
}

impl RedisBus {
    pub(crate) async fn connect(
        url: &str,
        clock: Clock,
        closed: CancellationToken,
    ) -> Result<Self, BusError> {
        let client = Client::open(url)?;
        let config = ConnectionManagerConfig::new()
            .set_response_timeout(Some(RESPONSE_TIMEOUT))
            .set_connection_timeout(Some(RESPONSE_TIMEOUT))
            .set_number_of_retries(2);
        let commands = ConnectionManager::new_with_config(client.clone(), config).await?;
        let shared = Arc::new(Shared::default());
        let (requests, queue) = mpsc::channel(REQUESTS_MAX);
        let listener = Listener {
            client,
            shared: shared.clone(),
            queue,
        };
        #[expect(
            clippy::disallowed_methods,
            reason = "owned: aborted when the last clone drops"
        )]
        let task = tokio::spawn(async move {
            closed.run_until_cancelled(listener.run()).await;
        });
        Ok(Self {
            commands,
            clock,
            shared,
            requests,
            _task: Arc::new(AbortOnDropHandle::new(task)),
        })
    }

    pub(crate) async fn publish(&self, topic: Topic, event: &BusEvent) -> Result<(), BusError> {
        let json = serde_json::to_vec(event).map_err(|error| {
            RedisError::from((::redis::ErrorKind::Client, "encode", error.to_string()))
        })?;
        let () = ::redis::cmd("PUBLISH")
            .arg(topic.to_string())
            .arg(json)
            .query_async(&mut self.commands.clone())
            .await?;
        Ok(())
    }

    pub(crate) async fn subscribe(&self, topic: Topic) -> Result<Subscription, BusError> {
        let channel = topic.to_string();
        let (receiver, interest) = self.shared.enter(&channel, self.requests.clone());
        let (answer, answered) = oneshot::channel();
        // Asked for every time: SUBSCRIBE twice is harmless, and the answer says it is in force.
        let asked = self
            .requests
            .send(Request::Subscribe(channel, answer))
            .await;
        let outcome = match asked {
            Ok(()) => tokio::time::timeout(RESPONSE_TIMEOUT, answered).await,
            Err(_) => Ok(Ok(Err(closed_error()))),
        };
        match outcome {
            Ok(Ok(Ok(()))) => Ok(Subscription {
                receiver,
                _interest: Arc::new(interest),
            }),
            Ok(Ok(Err(error))) => Err(error.into()),
            Ok(Err(_)) | Err(_) => Err(closed_error().into()),
        }
    }

    pub(crate) async fn acquire(
        &self,
        key: &str,
        value: &str,
        ttl: Duration,
    ) -> Result<bool, BusError> {
        let taken: i64 = Script::new(
            "local held = redis.call('GET', KEYS[1])
             if held and held ~= ARGV[1] then return 0 end
             redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
             return 1",
        )
        .key(lease_key(key))
        .arg(value)
        .arg(ms(ttl))
        .invoke_async(&mut self.commands.clone())
        .await?;
        Ok(taken == 1)
    }

    pub(crate) async fn seize(
        &self,
        key: &str,
        value: &str,
        ttl: Duration,
    ) -> Result<(), BusError> {
        let () = ::redis::cmd("SET")
            .arg(lease_key(key))
            .arg(value)
            .arg("PX")
            .arg(ms(ttl))
            .query_async(&mut self.commands.clone())
            .await?;
        Ok(())
    }

    pub(crate) async fn release(&self, key: &str, value: &str) -> Result<(), BusError> {
        let _: i64 = Script::new(
            "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
             return 0",
        )
        .key(lease_key(key))
        .arg(value)
        .invoke_async(&mut self.commands.clone())
        .await?;
        Ok(())
    }

    pub(crate) async fn holder(&self, key: &str) -> Result<Option<String>, BusError> {
        Ok(::redis::cmd("GET")
            .arg(lease_key(key))
            .query_async(&mut self.commands.clone())
            .await?)
    }

    pub(crate) async fn report(
        &self,
        key: &str,
        member: &str,
        value: i64,
        ttl: Duration,
    ) -> Result<(), BusError> {
        let key = gauge_key(key);
        let mut commands = self.commands.clone();
        if value == 0 {
            let () = ::redis::cmd("HDEL")
                .arg(key)
                .arg(member)
                .query_async(&mut commands)
                .await?;
        } else {
            let until = self.clock.now().plus(ttl).as_ms();
            let () = ::redis::pipe()
                .cmd("HSET")
                .arg(&key)
                .arg(member)
                .arg(format!("{value}:{until}"))
                .ignore()
                // The whole gauge goes some time after its last report.
                .cmd("PEXPIRE")
                .arg(&key)
                .arg(ms(ttl).saturating_mul(2))
                .ignore()
                .query_async(&mut commands)
                .await?;
        }
        Ok(())
    }

    pub(crate) async fn total(&self, key: &str) -> Result<i64, BusError> {
        let parts: Vec<String> = ::redis::cmd("HVALS")
            .arg(gauge_key(key))
            .query_async(&mut self.commands.clone())
            .await?;
        let now = self.clock.now().as_ms();
        Ok(parts
            .iter()
            .filter_map(|part| part.split_once(':'))
            .filter_map(|(value, until)| {
                Some((value.parse::<i64>().ok()?, until.parse::<i64>().ok()?))
            })
            .filter(|(_, until)| *until > now)
            .map(|(value, _)| value)
            .sum())
    }

    pub(crate) async fn check(&self) -> Result<(), BusError> {
        let _: String = ::redis::cmd("PING")
            .query_async(&mut self.commands.clone())
            .await?;
        Ok(())
    }
}

fn lease_key(key: &str) -> String {
    format!("live:lease:{key}")
}

fn gauge_key(key: &str) -> String {
    format!("live:gauge:{key}")
}

fn ms(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn closed_error() -> RedisError {
    RedisError::from((
        ::redis::ErrorKind::Io,
        "the subscriptions are not connected",
    ))
}

impl Shared {
    fn enter(
        self: &Arc<Self>,
        channel: &str,
        requests: mpsc::Sender<Request>,
    ) -> (broadcast::Receiver<Delivery>, Interest) {
        let mut topics = self.topics.lock();
        let state = topics
            .entry(channel.to_owned())
            .or_insert_with(|| TopicState {
                sender: broadcast::channel(SUBSCRIPTION_EVENTS_MAX).0,
                generation: self.next_generation.fetch_add(1, Ordering::Relaxed),
                interested: 0,
            });
        state.interested += 1;
        (
            state.sender.subscribe(),
            Interest {
                channel: channel.to_owned(),
                shared: self.clone(),
                requests,
            },
        )
    }

    fn deliver(&self, channel: &str, payload: &[u8]) {
        let Some(sender) = self
            .topics
            .lock()
            .get(channel)
            .map(|state| state.sender.clone())
        else {
            return;
        };
        match serde_json::from_slice::<BusEvent>(payload) {
            Ok(event) => {
                let _ = sender.send(Delivery::Event(Arc::new(event)));
            }
            Err(error) => {
                tracing::warn!(channel, %error, "dropped a bus event of an unknown kind");
            }
        }
    }

    fn tell_of_gap(&self) {
        for state in self.topics.lock().values() {
            let _ = state.sender.send(Delivery::Gap);
        }
    }

    fn channels(&self) -> Vec<String> {
        self.topics.lock().keys().cloned().collect()
    }
}

/// One subscriber's interest; the last one to go unsubscribes the channel.
struct Interest {
    channel: String,
    shared: Arc<Shared>,
    requests: mpsc::Sender<Request>,
}

impl Drop for Interest {
    fn drop(&mut self) {
        let mut topics = self.shared.topics.lock();
        let Some(state) = topics.get_mut(&self.channel) else {
            return;
        };
        state.interested -= 1;
        if state.interested == 0 {
            let generation = state.generation;
            topics.remove(&self.channel);
            // When the queue is full the channel stays subscribed: its messages find no topic.
            let _ = self
                .requests
                .try_send(Request::Unsubscribe(self.channel.clone(), generation));
        }
    }
}

/// Owns the connection of the subscriptions.
struct Listener {
    client: Client,
    shared: Arc<Shared>,
    queue: mpsc::Receiver<Request>,
}

impl Listener {
    async fn run(mut self) {
        let mut first = true;
        loop {
            match self.client.get_async_pubsub().await {
                Ok(pubsub) => {
                    let (mut sink, stream) = pubsub.split();
                    if self.resubscribe(&mut sink).await.is_ok() {
                        if !first {
                            tracing::info!("the bus is connected again");
                            self.shared.tell_of_gap();
                        }
                        first = false;
                        self.listen(sink, stream).await;
                        tracing::warn!("the bus lost its connection; connecting again");
                    }
                }
                Err(error) => tracing::debug!(%error, "the bus can't connect yet"),
            }
            tokio::time::sleep(RECONNECT_PAUSE).await;
        }
    }

    async fn resubscribe(&self, sink: &mut PubSubSink) -> Result<(), RedisError> {
        for channel in self.shared.channels() {
            sink.subscribe(channel).await?;
        }
        Ok(())
    }

    /// Until the connection breaks.
    async fn listen(&mut self, mut sink: PubSubSink, mut stream: ::redis::aio::PubSubStream) {
        loop {
            tokio::select! {
                message = stream.next() => match message {
                    Some(message) => {
                        self.shared.deliver(message.get_channel_name(), message.get_payload_bytes());
                    }
                    None => return,
                },
                request = self.queue.recv() => match request {
                    Some(Request::Subscribe(channel, answer)) => {
                        let outcome = sink.subscribe(channel).await;
                        let broken = outcome.is_err();
                        let _ = answer.send(outcome);
                        if broken {
                            return;
                        }
                    }
                    Some(Request::Unsubscribe(channel, generation)) => {
                        let wanted = self.shared.topics.lock().get(&channel)
                            .is_some_and(|state| state.generation != generation);
                        if !wanted && sink.unsubscribe(channel).await.is_err() {
                            return;
                        }
                    }
                    None => return,
                },
            }
        }
    }
}
