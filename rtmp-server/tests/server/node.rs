//! A server on free ports, and what stands around it.

use crate::{
    hook::{Hook, Reply},
    logs,
    player::Player,
};
use live_bus::{Bus, Delivery, Topic};
use live_clock::Clock;
use live_config::{Config, Secrets};
use live_protocol::{StreamId, Timestamp, event::BusEvent, live::Visibility};
use live_rtmp_server::Context;
use live_service::Shutdown;
use live_testing::{WAIT_MAX, wait_for};
use parking_lot::Mutex;
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tempfile::TempDir;
use tokio::net::TcpListener;

/// How long it may take to drain.
const DRAIN_MAX: Duration = Duration::from_secs(20);
/// 2026-01-02T03:04:05Z, where clocks begin that the test moves.
const EPOCH_MS: i64 = 1_767_323_045_000;

pub(crate) struct Node {
    pub(crate) hook: Hook,
    pub(crate) clock: Clock,
    pub(crate) bus: Bus,
    pub(crate) secrets: Arc<Secrets>,
    pub(crate) rtmp: SocketAddr,
    pub(crate) rtmps: Option<SocketAddr>,
    http: String,
    client: reqwest::Client,
    events: Arc<Mutex<Vec<BusEvent>>>,
    shutdown: Shutdown,
    pub(crate) dir: TempDir,
    stopped: bool,
}

/// A stream of the node's, and the key that leads to it.
#[derive(Debug, Clone)]
pub(crate) struct Stream {
    pub(crate) id: StreamId,
    pub(crate) key: String,
}

impl Node {
    /// One with the configuration for tests.
    pub(crate) async fn start() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::launch(Clock::system(), change).await
    }

    /// One whose clock only the test moves.
    pub(crate) async fn with_still_clock() -> Self {
        let clock = Clock::fake(Timestamp::from_ms(EPOCH_MS));
        Self::launch(clock, |_| {}).await
    }

    async fn launch(clock: Clock, change: impl FnOnce(&mut Config)) -> Self {
        logs::keep();
        let _ = rustls::crypto::ring::default_provider().install_default();
        let dir = TempDir::new().unwrap();
        let shutdown = Shutdown::new();
        let secrets = Arc::new(Secrets::load_or_create(dir.path()).unwrap());
        let hook = Hook::default();
        let mut config = Config::for_testing(dir.path());
        config.services.api_url = hook.serve(secrets.internal.reveal(), &shutdown).await;
        // Pictures are of one test only.
        config.rtmp.thumbnail_interval_s = 0;
        change(&mut config);
        let bus = Bus::in_process(clock.clone());
        let events = record_events(&bus, &shutdown).await;
        let context = Context::new(
            Arc::new(config),
            Arc::clone(&secrets),
            bus.clone(),
            clock.clone(),
            shutdown.clone(),
        )
        .unwrap();
        let rtmp = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let ports = live_rtmp_server::spawn(&context, rtmp).await.unwrap();
        let http = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let http_url = format!("http://{}", http.local_addr().unwrap());
        let router = live_rtmp_server::router(&context).unwrap();
        let soft = shutdown.soft().clone();
        shutdown.spawn(async move {
            soft.run_until_cancelled(axum::serve(http, router).into_future())
                .await
        });
        Self {
            hook,
            clock,
            bus,
            secrets,
            rtmp: ports.rtmp,
            rtmps: ports.rtmps,
            http: http_url,
            client: reqwest::Client::builder()
                .timeout(WAIT_MAX)
                .build()
                .unwrap(),
            events,
            shutdown,
            dir,
            stopped: false,
        }
    }

    /// A stream that everyone may watch.
    pub(crate) fn stream(&self) -> Stream {
        self.stream_for(Visibility::Public)
    }

    pub(crate) fn stream_for(&self, visibility: Visibility) -> Stream {
        let stream = new_stream();
        self.hook
            .set(&stream.key, Reply::Grant(stream.id, visibility));
        stream
    }

    /// Where an encoder sends that stream to.
    pub(crate) fn url(&self, stream: &Stream) -> String {
        format!("rtmp://{}/live/{}", self.rtmp, stream.key)
    }

    pub(crate) fn player(&self, stream: &Stream) -> Player {
        Player::new(
            self.client.clone(),
            format!("{}/hls/{}", self.http, stream.id),
        )
    }

    pub(crate) async fn get(&self, path: &str) -> reqwest::Response {
        let url = format!("{}{path}", self.http);
        self.client.get(url).send().await.unwrap()
    }

    /// Waits until the bus has told `count` things about that stream that `wanted` finds.
    pub(crate) async fn hear(
        &self,
        what: &str,
        stream: &Stream,
        count: usize,
        wanted: impl Fn(&BusEvent) -> bool,
    ) {
        wait_for(what, async || {
            let events = self.events.lock();
            let heard = events
                .iter()
                .filter(|event| about(event) == Some(stream.id) && wanted(event));
            (heard.count() >= count).then_some(())
        })
        .await;
    }

    /// Waits until the encoder has left for the `count`th time: all that it sent is packaged.
    pub(crate) async fn left(&self, stream: &Stream, count: usize) {
        self.hear("the encoder to leave", stream, count, |event| {
            matches!(event, BusEvent::Interrupted { .. })
        })
        .await;
    }

    /// Waits until the stream has ended.
    pub(crate) async fn ended(&self, stream: &Stream) {
        self.hear("the stream to end", stream, 1, |event| {
            matches!(event, BusEvent::Unpublished { .. })
        })
        .await;
    }

    pub(crate) fn events(&self, stream: &Stream) -> Vec<BusEvent> {
        let events = self.events.lock();
        let of_it = events
            .iter()
            .filter(|event| about(event) == Some(stream.id));
        of_it.cloned().collect()
    }

    /// Drains. Fails if a service failed, or a task did not end.
    pub(crate) async fn stop(mut self) {
        self.stopped = true;
        assert_eq!(self.shutdown.failure(), None, "a service failed");
        assert!(self.shutdown.finish(DRAIN_MAX).await, "tasks were left");
        assert_eq!(self.shutdown.failure(), None, "a service failed");
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.shutdown.stop();
        if std::thread::panicking() {
            eprintln!(
                "the log of all tests so far:\n{}",
                logs::lines_with("live_rtmp_server").join("\n")
            );
        }
        let ended_well = self.stopped || std::thread::panicking();
        assert!(ended_well, "the test ends without Node::stop");
    }
}

/// A stream that no hook knows yet.
pub(crate) fn new_stream() -> Stream {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let n = COUNT.fetch_add(1, Ordering::Relaxed);
    Stream {
        id: format!("018f3f5e-7a3c-7000-8000-{n:012x}").parse().unwrap(),
        key: format!("live_secret{n:04}key"),
    }
}

async fn record_events(bus: &Bus, shutdown: &Shutdown) -> Arc<Mutex<Vec<BusEvent>>> {
    let events = Arc::new(Mutex::new(Vec::new()));
    let mut subscription = bus.subscribe(Topic::Media).await.unwrap();
    let (kept, soft) = (Arc::clone(&events), shutdown.soft().clone());
    shutdown.spawn(soft.run_until_cancelled_owned(async move {
        while let Some(delivery) = subscription.recv().await {
            if let Delivery::Event(event) = delivery {
                kept.lock().push(BusEvent::clone(&event));
            }
        }
    }));
    events
}

fn about(event: &BusEvent) -> Option<StreamId> {
    match event {
        BusEvent::Published { stream_id, .. }
        | BusEvent::Heartbeat { stream_id, .. }
        | BusEvent::Interrupted { stream_id, .. }
        | BusEvent::Unpublished { stream_id, .. }
        | BusEvent::ThumbnailReady { stream_id, .. } => Some(*stream_id),
        _ => None,
    }
}
