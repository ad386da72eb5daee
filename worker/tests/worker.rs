//! Workers over one database and one bus, as tasks and as a process.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect fails"
)]

use live_bus::{Bus, Topic};
use live_clock::{Clock, Random};
use live_config::{Config, Secret, Secrets};
use live_database::Database;
use live_domain::{Actor, Domain, auth, live};
use live_protocol::{
    StreamId, Timestamp,
    auth::{ForgotPassword, Register},
    event::BusEvent,
    live::{CreateStream, EndReason, Stream, StreamState},
};
use live_service::Shutdown;
use live_testing::{RedisServer, wait_for};
use std::{process::Command, sync::Arc, time::Duration};

/// A platform without workers yet.
struct Platform {
    domain: Domain,
    config: Config,
    _redis: Option<RedisServer>,
    dir: tempfile::TempDir,
}

/// A worker that runs.
struct Worker(Shutdown);

impl Worker {
    async fn stop(self) {
        assert!(self.0.finish(Duration::from_secs(10)).await);
        assert_eq!(self.0.failure(), None);
    }
}

impl Platform {
    /// SQLite, and the bus in process.
    async fn embedded() -> Self {
        Self::new(None, None).await
    }

    /// PostgreSQL and Redis.
    async fn fleet() -> Self {
        let url = tokio::task::spawn_blocking(live_testing::postgres_url);
        let redis = RedisServer::start().await;
        Self::new(Some(url.await.unwrap()), Some(redis)).await
    }

    async fn new(database: Option<String>, redis: Option<RedisServer>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut config = Config::for_testing(dir.path());
        config.database.url = database.map(Secret::new);
        config.bus.redis_url = redis.as_ref().map(|redis| Secret::new(redis.url()));
        config.live.heartbeat_timeout_s = 2;
        let clock = Clock::system();
        let closed = Shutdown::new().hard().clone();
        let bus = Bus::connect(&config.bus, clock.clone(), closed)
            .await
            .unwrap();
        let domain = Domain::new(
            Database::connect(&config).await.unwrap(),
            bus,
            clock,
            Random::system(),
            Arc::new(config.clone()),
            Arc::new(Secrets::load_or_create(dir.path()).unwrap()),
        );
        Self {
            domain,
            config,
            _redis: redis,
            dir,
        }
    }

    fn worker(&self, node: &str) -> Worker {
        let mut config = self.config.clone();
        config.services.node = Some(node.into());
        let mut domain = self.domain.clone();
        domain.config = Arc::new(config);
        let shutdown = Shutdown::new();
        live_worker::spawn(&domain, &shutdown);
        Worker(shutdown)
    }

    async fn register(&self, username: &str) -> Actor {
        let register = Register {
            username: username.into(),
            email: format!("{username}@example.com"),
            password: "correct horse battery".into(),
            display_name: None,
            setup_token: None,
        };
        let client = auth::Client::default();
        let tokens = auth::register(&self.domain, register, &client).await;
        let token = tokens.unwrap().access_token;
        self.domain.authenticate(&token).await.unwrap()
    }

    async fn stream(&self, by: &Actor) -> StreamId {
        let wanted = CreateStream {
            title: "Show".into(),
            ..CreateStream::default()
        };
        live::create(&self.domain, by, wanted).await.unwrap().id
    }

    async fn see(&self, id: StreamId) -> Stream {
        live::get(&self.domain, None, id, None).await.unwrap()
    }

    fn now(&self) -> Timestamp {
        self.domain.clock.now()
    }

    async fn tell(&self, event: BusEvent) {
        self.domain.bus.publish(Topic::Media, event).await.unwrap();
    }

    /// Tells that media arrives until a worker has heard it: it may not listen yet.
    async fn goes_live(&self, stream_id: StreamId) {
        wait_for("a worker to make the stream live", async || {
            let (node, at) = ("rtmp-1".to_owned(), self.now());
            self.tell(BusEvent::Published {
                stream_id,
                node,
                at,
            })
            .await;
            let state = self.see(stream_id).await.state;
            (state == StreamState::Live).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn mails_that_are_queued_are_sent() {
    for platform in [Platform::embedded().await, Platform::fleet().await] {
        let ada = platform.register("ada").await;
        let worker = platform.worker("one");
        let forgot = ForgotPassword {
            email: "ada@example.com".into(),
        };
        auth::forgot_password(&platform.domain, forgot)
            .await
            .unwrap();
        let mails = platform.dir.path().join("mail");
        // One to confirm the address, one for the password.
        wait_for("two mails", async || {
            let written = std::fs::read_dir(&mails).ok()?.count();
            (written == 2).then_some(())
        })
        .await;
        let depth = live_jobs::depth(&platform.domain.database, platform.now()).await;
        assert_eq!(depth.unwrap().dead, 0, "{:?}", ada.user_id);
        worker.stop().await;
    }
}

#[tokio::test]
async fn one_worker_follows_the_media_services_and_another_takes_over() {
    for platform in [Platform::embedded().await, Platform::fleet().await] {
        let ada = platform.register("ada").await;
        let bob = platform.register("bob").await;
        let (first, second) = (platform.worker("one"), platform.worker("two"));
        platform.goes_live(platform.stream(&ada).await).await;
        let holder = platform.domain.bus.holder("worker:media").await.unwrap();
        let (holder, other) = if holder.as_deref() == Some("one") {
            (first, second)
        } else {
            (second, first)
        };
        holder.stop().await;
        platform.goes_live(platform.stream(&bob).await).await;
        other.stop().await;
        let holder = platform.domain.bus.holder("worker:media").await.unwrap();
        assert_eq!(holder, None, "given back");
    }
}

#[tokio::test]
async fn a_stream_whose_media_stopped_ends_but_not_before_the_worker_has_listened() {
    for platform in [Platform::embedded().await, Platform::fleet().await] {
        let ada = platform.register("ada").await;
        let stream_id = platform.stream(&ada).await;
        let worker = platform.worker("one");
        platform.goes_live(stream_id).await;
        worker.stop().await;

        // Longer than a heartbeat may be missing, and nobody listened.
        let silent = platform.now().plus(Duration::from_secs(3));
        wait_for("time to pass", async || {
            (platform.now() > silent).then_some(())
        })
        .await;
        let worker = platform.worker("two");
        let (node, at) = ("rtmp-1".to_owned(), platform.now());
        let report = live_protocol::ingest::IngestReport::default();
        wait_for("the lease to be taken", async || {
            let holder = platform.domain.bus.holder("worker:media").await.unwrap();
            (holder.as_deref() == Some("two")).then_some(())
        })
        .await;
        platform
            .tell(BusEvent::Heartbeat {
                stream_id,
                node,
                at,
                report,
            })
            .await;
        assert_eq!(platform.see(stream_id).await.state, StreamState::Live);
        wait_for("the stream to end", async || {
            let ended = platform.see(stream_id).await;
            (ended.end_reason == Some(EndReason::EncoderLeft)).then_some(())
        })
        .await;
        worker.stop().await;
    }
}

#[test]
fn alone_it_refuses_to_start_and_says_what_it_needs() {
    let output = Command::new(env!("CARGO_BIN_EXE_live-worker"))
        .env("LIVE_SERVICES__METRICS_ADDR", "127.0.0.1:0")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains("bus.redis_url"), "{text}");
}
