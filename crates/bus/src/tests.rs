//! Each test runs on both buses; Redis is a private server of the test.

use super::*;
use live_protocol::{Timestamp, event::BusEvent, live::EndReason};
use std::{
    process::{Child, Command, Stdio},
    str::FromStr,
};

fn stream() -> StreamId {
    StreamId::from_str("018f3f5e-7a3c-7000-8000-000000000001").unwrap()
}

fn event() -> BusEvent {
    BusEvent::EndStream {
        stream_id: stream(),
        reason: EndReason::Streamer,
    }
}

/// A Redis of this test, on a socket file of its own.
struct RedisServer {
    child: Child,
    dir: tempfile::TempDir,
}

impl RedisServer {
    async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let server = Self {
            child: Self::spawn(dir.path()),
            dir,
        };
        server.wait().await;
        server
    }

    fn spawn(dir: &std::path::Path) -> Child {
        Command::new("redis-server")
            .args(["--port", "0", "--save", "", "--unixsocket"])
            .arg(dir.join("redis.sock"))
            .current_dir(dir)
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server is installed by test.sh")
    }

    fn url(&self) -> String {
        format!("unix://{}", self.dir.path().join("redis.sock").display())
    }

    async fn wait(&self) {
        let client = ::redis::Client::open(self.url()).unwrap();
        tokio::time::timeout(Duration::from_secs(10), async {
            while client.get_multiplexed_async_connection().await.is_err() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        })
        .await
        .expect("redis-server answers");
    }

    async fn restart(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let _ = std::fs::remove_file(self.dir.path().join("redis.sock"));
        self.child = Self::spawn(self.dir.path());
        self.wait().await;
    }

    async fn bus(&self, clock: Clock) -> Bus {
        let config = BusConfig {
            redis_url: Some(live_config::Secret::new(self.url())),
        };
        Bus::connect(&config, clock, CancellationToken::new())
            .await
            .unwrap()
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn next(subscription: &mut Subscription) -> Delivery {
    tokio::time::timeout(Duration::from_secs(10), subscription.recv())
        .await
        .expect("something arrives")
        .expect("the bus is open")
}

async fn events_reach_all_subscribers_of_their_topic_only(bus: &Bus, other_node: &Bus) {
    let mut here = bus.subscribe(Topic::Control).await.unwrap();
    let mut there = other_node.subscribe(Topic::Control).await.unwrap();
    let mut elsewhere = bus.subscribe(Topic::Stream(stream())).await.unwrap();
    bus.publish(Topic::Control, event()).await.unwrap();
    for subscription in [&mut here, &mut there] {
        assert!(matches!(next(subscription).await, Delivery::Event(got) if *got == event()));
    }
    bus.publish(Topic::Stream(stream()), event()).await.unwrap();
    assert!(matches!(next(&mut elsewhere).await, Delivery::Event(_)));
    // Left and entered again: still heard.
    drop(here);
    let mut again = bus.subscribe(Topic::Control).await.unwrap();
    bus.publish(Topic::Control, event()).await.unwrap();
    assert!(matches!(next(&mut again).await, Delivery::Event(_)));
}

async fn a_lease_has_one_holder(bus: &Bus) {
    let ttl = Duration::from_secs(30);
    assert!(bus.acquire("origin", "a", ttl).await.unwrap());
    assert!(bus.acquire("origin", "a", ttl).await.unwrap(), "renewed");
    assert!(!bus.acquire("origin", "b", ttl).await.unwrap());
    bus.release("origin", "b").await.unwrap();
    assert_eq!(bus.holder("origin").await.unwrap().as_deref(), Some("a"));
    bus.seize("origin", "b", ttl).await.unwrap();
    assert_eq!(bus.holder("origin").await.unwrap().as_deref(), Some("b"));
    bus.release("origin", "b").await.unwrap();
    assert_eq!(bus.holder("origin").await.unwrap(), None);
}

async fn gauges_add_up_until_stale(bus: &Bus, clock: &Clock) {
    let ttl = Duration::from_secs(15);
    bus.report("viewers", "one", 3, ttl).await.unwrap();
    bus.report("viewers", "two", 4, ttl).await.unwrap();
    bus.report("viewers", "two", 5, ttl).await.unwrap();
    assert_eq!(bus.total("viewers").await.unwrap(), 8);
    bus.report("viewers", "one", 0, ttl).await.unwrap();
    assert_eq!(bus.total("viewers").await.unwrap(), 5);
    clock.advance(ttl);
    assert_eq!(bus.total("viewers").await.unwrap(), 0, "the node died");
}

#[tokio::test]
async fn in_process() {
    let clock = Clock::fake(Timestamp::from_ms(1_000_000));
    let bus = Bus::in_process(clock.clone());
    events_reach_all_subscribers_of_their_topic_only(&bus, &bus.clone()).await;
    a_lease_has_one_holder(&bus).await;
    gauges_add_up_until_stale(&bus, &clock).await;
    assert!(
        bus.acquire("short", "a", Duration::from_secs(1))
            .await
            .unwrap()
    );
    clock.advance(Duration::from_secs(2));
    assert!(
        bus.acquire("short", "b", Duration::from_secs(1))
            .await
            .unwrap(),
        "expired"
    );
}

#[tokio::test]
async fn over_redis() {
    let server = RedisServer::start().await;
    let clock = Clock::fake(Timestamp::from_ms(1_000_000));
    let bus = server.bus(clock.clone()).await;
    let other_node = server.bus(clock.clone()).await;
    events_reach_all_subscribers_of_their_topic_only(&bus, &other_node).await;
    a_lease_has_one_holder(&bus).await;
    gauges_add_up_until_stale(&bus, &clock).await;
    bus.check().await.unwrap();
}

#[tokio::test]
async fn after_a_restart_of_redis_subscribers_hear_of_the_gap_and_go_on() {
    let mut server = RedisServer::start().await;
    let bus = server.bus(Clock::system()).await;
    let mut subscription = bus.subscribe(Topic::Media).await.unwrap();
    server.restart().await;
    assert!(matches!(next(&mut subscription).await, Delivery::Gap));
    tokio::time::timeout(Duration::from_secs(10), async {
        while bus.publish(Topic::Media, event()).await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
    .expect("commands work again");
    assert!(matches!(next(&mut subscription).await, Delivery::Event(_)));
}

#[tokio::test]
async fn a_redis_that_is_not_there_is_an_error() {
    let config = BusConfig {
        redis_url: Some(live_config::Secret::new("redis://127.0.0.1:1")),
    };
    assert!(
        Bus::connect(&config, Clock::system(), CancellationToken::new())
            .await
            .is_err()
    );
}
