//! An API of its own for a test, on a clock of its own.

use live_api::ApiState;
use live_bus::Bus;
use live_clock::{Clock, Random};
use live_config::{Config, Secret, Secrets};
use live_database::Database;
use live_domain::Domain;
use live_http::{Front, problem};
use live_protocol::{ErrorCode, Problem, Timestamp, auth::Tokens};
use live_service::{ServeLimits, Shutdown, serve};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};
use tokio::net::TcpListener;

pub(crate) const PASSWORD: &str = "correct horse battery";

/// A running API. Its tasks must end when it does: the test fails if they don't.
pub(crate) struct App {
    pub(crate) domain: Domain,
    pub(crate) clock: Clock,
    pub(crate) url: String,
    client: reqwest::Client,
    shutdown: Shutdown,
    dir: tempfile::TempDir,
    people: AtomicU32,
}

/// What an app differs in.
pub(crate) type Adjust = fn(&mut Config);

/// Runs a test on SQLite and on PostgreSQL.
pub(crate) async fn on_both<F: Future<Output = ()>>(test: impl Fn(App) -> F) {
    on_both_with(|_| {}, test).await;
}

/// The same with another configuration.
pub(crate) async fn on_both_with<F: Future<Output = ()>>(adjust: Adjust, test: impl Fn(App) -> F) {
    test(App::start(None, adjust).await).await;
    let url = tokio::task::spawn_blocking(live_testing::postgres_url).await;
    test(App::start(Some(url.unwrap()), adjust).await).await;
}

impl App {
    pub(crate) async fn start(
        database_url: Option<String>,
        adjust: impl FnOnce(&mut Config),
    ) -> Self {
        // A second call in this process finds it there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let dir = tempfile::tempdir().unwrap();
        let mut config = Config::for_testing(dir.path());
        config.database.url = database_url.map(Secret::new);
        adjust(&mut config);
        let listener = TcpListener::bind(config.http.addr).await.unwrap();
        let addr = listener.local_addr().unwrap();
        config.http.addr = addr;
        let clock = Clock::fake(Timestamp::from_ms(1_800_000_000_000));
        let domain = Domain::new(
            Database::connect(&config).await.unwrap(),
            Bus::in_process(clock.clone()),
            clock.clone(),
            Random::system(),
            Arc::new(config.clone()),
            Arc::new(Secrets::load_or_create(dir.path()).unwrap()),
        );
        let shutdown = Shutdown::new();
        let router =
            live_api::router(ApiState::new(domain.clone()), &shutdown).fallback(problem::not_found);
        let router = Front::new(&config.http).unwrap().wrap(router);
        shutdown.spawn_service(
            "http",
            serve(listener, router, shutdown.clone(), ServeLimits::default()),
        );
        Self {
            domain,
            clock,
            url: format!("http://{addr}"),
            client: reqwest::Client::new(),
            shutdown,
            dir,
            people: AtomicU32::new(0),
        }
    }

    pub(crate) fn data_dir(&self) -> &std::path::Path {
        self.dir.path()
    }

    /// Ends it and checks that nothing is left.
    pub(crate) async fn stop(self) {
        assert!(self.shutdown.finish(Duration::from_secs(10)).await);
        assert_eq!(self.shutdown.failure(), None);
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        Answer::of(self.request(Method::POST, path).json(&body)).await
    }

    /// Asks as someone who is logged in.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: Option<Value>,
    ) -> Answer {
        let mut request = self.request(method, path).bearer_auth(token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        Answer::of(request).await
    }

    /// Registers someone new.
    pub(crate) async fn register(&self) -> Tokens {
        let number = self.people.fetch_add(1, Ordering::Relaxed);
        self.register_as(&format!("person_{number}")).await
    }

    pub(crate) async fn register_as(&self, username: &str) -> Tokens {
        self.post("/api/auth/register", registration(username))
            .await
            .json(201)
    }

    pub(crate) async fn login(&self, login: &str, password: &str) -> Answer {
        let body = json!({ "login": login, "password": password });
        self.post("/api/auth/login", body).await
    }

    pub(crate) async fn refresh(&self, token: &str) -> Answer {
        self.post("/api/auth/refresh", json!({ "refresh_token": token }))
            .await
    }
}

pub(crate) fn registration(username: &str) -> Value {
    json!({
        "username": username,
        "email": format!("{username}@example.com"),
        "password": PASSWORD,
    })
}

/// An answer, read whole.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: bytes::Bytes,
}

impl Answer {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response: Response = request.send().await.unwrap();
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await.unwrap(),
        }
    }

    /// The body of an answer that must have this status.
    #[track_caller]
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self, status: u16) -> T {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, status, "{text}");
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    /// Checks that there is nothing to say.
    #[track_caller]
    pub(crate) fn nothing(&self) {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!((self.status, &*text), (204, ""));
    }

    /// Checks that it is a refusal by this code, whole and of its type.
    #[track_caller]
    pub(crate) fn refused(&self, code: ErrorCode) -> Problem {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(
            self.headers["content-type"], "application/problem+json",
            "{text}"
        );
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem.code, code, "{text}");
        assert_eq!(problem.status, self.status);
        problem
    }
}
