//! Gateways, and people with streams.

use crate::client::Client;
use live_bus::Bus;
use live_clock::{Clock, Random};
use live_config::{Config, Secret, Secrets};
use live_database::Database;
use live_domain::{Actor, Domain, auth, live};
use live_http::{Front, problem};
use live_protocol::{
    StreamId,
    auth::{Register, Tokens},
    live::{CreateStream, Visibility},
};
use live_service::{ServeLimits, Shutdown, serve};
use live_testing::RedisServer;
use std::{sync::Arc, time::Duration};
use tokio::net::TcpListener;

/// A database, a bus, and the rules over them.
pub(crate) struct World {
    pub(crate) domain: Domain,
    pub(crate) redis: Option<RedisServer>,
    config: Config,
    dir: tempfile::TempDir,
}

/// Runs a test on SQLite with the bus in process, and on PostgreSQL with Redis.
pub(crate) async fn on_both<F: Future<Output = ()>>(test: impl Fn(World) -> F) {
    on_both_with(|_| {}, test).await;
}

/// The same with another configuration.
pub(crate) async fn on_both_with<F: Future<Output = ()>>(
    change: fn(&mut Config),
    test: impl Fn(World) -> F,
) {
    test(World::new(change, Clock::system()).await).await;
    test(World::of_a_fleet(change).await).await;
}

impl World {
    /// SQLite, and the bus in process.
    pub(crate) async fn new(change: fn(&mut Config), clock: Clock) -> Self {
        Self::with(change, clock, None, None).await
    }

    /// PostgreSQL and Redis.
    pub(crate) async fn of_a_fleet(change: fn(&mut Config)) -> Self {
        let url = tokio::task::spawn_blocking(live_testing::postgres_url);
        let url = url.await.unwrap();
        let redis = RedisServer::start().await;
        Self::with(change, Clock::system(), Some(url), Some(redis)).await
    }

    async fn with(
        change: fn(&mut Config),
        clock: Clock,
        database: Option<String>,
        redis: Option<RedisServer>,
    ) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut config = Config::for_testing(dir.path());
        config.database.url = database.map(Secret::new);
        config.bus.redis_url = redis.as_ref().map(|redis| Secret::new(redis.url()));
        change(&mut config);
        let database = Database::connect(&config).await.unwrap();
        let bus = Bus::connect(&config.bus, clock.clone(), Shutdown::new().hard().clone());
        let domain = Domain::new(
            database,
            bus.await.unwrap(),
            clock,
            Random::system(),
            Arc::new(config.clone()),
            Arc::new(Secrets::load_or_create(dir.path()).unwrap()),
        );
        Self {
            domain,
            redis,
            config,
            dir,
        }
    }

    /// A gateway of its own name; over Redis also with connections of its own, as a process has.
    pub(crate) async fn gateway(&self, node: &str) -> Gateway {
        let mut config = self.config.clone();
        config.services.node = Some(node.into());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let shutdown = Shutdown::new();
        let clock = self.domain.clock.clone();
        let bus = match config.bus.redis_url {
            None => self.domain.bus.clone(),
            Some(_) => Bus::connect(&config.bus, clock.clone(), shutdown.hard().clone())
                .await
                .unwrap(),
        };
        let domain = Domain::new(
            self.domain.database.clone(),
            bus,
            clock,
            Random::system(),
            Arc::new(config.clone()),
            Arc::new(Secrets::load_or_create(self.dir.path()).unwrap()),
        );
        let hearing = domain.clone();
        let soft = shutdown.soft().clone();
        shutdown.spawn(async move {
            soft.run_until_cancelled(hearing.hear_disconnects()).await;
        });
        let router = live_signaling_server::router(domain, &shutdown).fallback(problem::not_found);
        let router = Front::new(&config.http).unwrap().wrap(router);
        shutdown.spawn_service(
            "http",
            serve(listener, router, shutdown.clone(), ServeLimits::default()),
        );
        Gateway {
            url: format!("http://{addr}"),
            shutdown,
        }
    }

    pub(crate) async fn register(&self, username: &str) -> Tokens {
        let register = Register {
            username: username.into(),
            email: format!("{username}@example.com"),
            password: "correct horse battery".into(),
            display_name: None,
            setup_token: None,
        };
        auth::register(&self.domain, register, &auth::Client::default())
            .await
            .unwrap()
    }

    pub(crate) async fn actor(&self, tokens: &Tokens) -> Actor {
        let token = &tokens.access_token;
        self.domain.authenticate(token).await.unwrap()
    }

    pub(crate) async fn stream(&self, by: &Tokens, visibility: Visibility) -> StreamId {
        let wanted = CreateStream {
            title: "Show".into(),
            visibility,
            ..CreateStream::default()
        };
        let actor = self.actor(by).await;
        live::create(&self.domain, &actor, wanted).await.unwrap().id
    }
}

/// A gateway that runs.
pub(crate) struct Gateway {
    pub(crate) url: String,
    shutdown: Shutdown,
}

impl Gateway {
    /// A socket of someone, or of nobody.
    pub(crate) async fn socket(&self, by: Option<&Tokens>) -> Client {
        let token = by.map(|tokens| tokens.access_token.as_str());
        Client::connect(&self.url, token).await.unwrap()
    }

    /// A socket that has joined a stream.
    pub(crate) async fn viewer(&self, by: Option<&Tokens>, stream_id: StreamId) -> Client {
        let mut client = self.socket(by).await;
        client.join(stream_id, None).await;
        client
    }

    /// Drains it; nothing may be left.
    pub(crate) async fn stop(self) {
        assert!(self.shutdown.finish(Duration::from_secs(10)).await);
        assert_eq!(self.shutdown.failure(), None);
    }
}
