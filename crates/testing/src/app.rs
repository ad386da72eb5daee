//! A whole engine inside a test: every real service on free ports, its own database and folder.

use crate::{RedisServer, postgres_url, wait_for};
use live_config::{Config, Secret};
use live_domain::Domain;
use live_engine::{Started, embedded};
use live_protocol::{
    Problem,
    auth::{Register, Tokens},
};
use live_service::Service;
use reqwest::{Method, RequestBuilder, Response, header::HeaderValue};
use serde::de::DeserializeOwned;
use std::{sync::Arc, time::Duration};
use tempfile::TempDir;

/// How long services may take to drain before a test fails.
const DRAIN_MAX: Duration = Duration::from_secs(20);

/// Chooses what a [`TestApp`] stands on; by default SQLite and the bus in process.
#[must_use]
pub struct TestAppBuilder {
    config: Config,
    dir: TempDir,
    redis: Option<RedisServer>,
}

impl TestAppBuilder {
    /// A database of its own in the test process's PostgreSQL.
    pub fn postgres(mut self) -> Self {
        self.config.database.url = Some(Secret::new(postgres_url()));
        self
    }

    /// The bus over a Redis of its own.
    pub async fn redis(mut self) -> Self {
        let server = RedisServer::start().await;
        self.config.bus.redis_url = Some(Secret::new(server.url()));
        self.redis = Some(server);
        self
    }

    /// Changes the configuration.
    pub fn config(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.config);
        self
    }

    /// Starts the engine and waits until it is ready.
    ///
    /// # Panics
    /// If it does not start.
    pub async fn start(self) -> TestApp {
        live_engine::install_tls();
        let service = Service::new("test", Arc::new(self.config)).expect("metrics are ours");
        let running = embedded::start(service.clone())
            .await
            .expect("the engine starts");
        let app = TestApp {
            client: reqwest::Client::new(),
            started: running.started,
            domain: running.domain,
            service,
            redis: self.redis,
            dir: self.dir,
            stopped: false,
        };
        wait_for("the engine to be ready", async || {
            let answer = app.get("/readyz").send().await.ok()?;
            answer.status().is_success().then_some(())
        })
        .await;
        app
    }
}

/// An engine that runs. Call [`TestApp::stop`] at the end of the test: it fails if a service broke
/// or a task did not end.
pub struct TestApp {
    /// Where it is reached.
    pub started: Started,
    /// Its rules, over the same database and bus as its services.
    pub domain: Domain,
    /// Its tasks, health and metrics.
    pub service: Service,
    /// Its Redis, if it has one.
    pub redis: Option<RedisServer>,
    client: reqwest::Client,
    dir: TempDir,
    stopped: bool,
}

/// Someone who is logged in.
#[derive(Debug, Clone)]
pub struct TestUser {
    /// What the registration answered.
    pub tokens: Tokens,
    /// The password.
    pub password: String,
}

impl TestApp {
    /// Chooses what it stands on.
    ///
    /// # Panics
    /// If there is no room for a temporary folder.
    pub fn builder() -> TestAppBuilder {
        let dir = TempDir::new().expect("the temporary folder takes a folder");
        TestAppBuilder {
            config: Config::for_testing(dir.path()),
            dir,
            redis: None,
        }
    }

    /// One with SQLite and the bus in process.
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    /// The folder of everything that it makes.
    pub fn data_dir(&self) -> &std::path::Path {
        self.dir.path()
    }

    /// The whole address of `path`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.started.api)
    }

    /// A request by nobody in particular.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.url(path))
    }

    /// A `GET` by nobody in particular.
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.request(Method::GET, path)
    }

    /// A `POST` by nobody in particular.
    pub fn post(&self, path: &str) -> RequestBuilder {
        self.request(Method::POST, path)
    }

    /// A request by `user`.
    pub fn request_as(&self, user: &TestUser, method: Method, path: &str) -> RequestBuilder {
        self.request(method, path)
            .bearer_auth(&user.tokens.access_token)
    }

    /// Registers `username`.
    ///
    /// # Panics
    /// If that is refused.
    pub async fn register(&self, username: &str) -> TestUser {
        let password = format!("{username} has a long password");
        let body = Register {
            username: username.into(),
            email: format!("{username}@example.com"),
            password: password.clone(),
            display_name: None,
            setup_token: None,
        };
        let tokens = good(self.post("/api/auth/register").json(&body)).await;
        TestUser { tokens, password }
    }

    /// Drains and ends it.
    ///
    /// # Panics
    /// If a service task failed, or something did not end in time.
    pub async fn stop(mut self) {
        self.stopped = true;
        assert_eq!(self.service.shutdown.failure(), None, "a service failed");
        let clean = self.service.shutdown.finish(DRAIN_MAX).await;
        assert!(clean, "tasks were left after {DRAIN_MAX:?}");
        assert_eq!(self.service.shutdown.failure(), None, "a service failed");
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.service.shutdown.stop();
        let ended_well = self.stopped || std::thread::panicking();
        assert!(ended_well, "the test ends without TestApp::stop");
    }
}

/// The body of an answer that must be a success.
///
/// # Panics
/// With the answer, if it is none.
pub async fn good<T: DeserializeOwned>(request: RequestBuilder) -> T {
    let answer = request.send().await.expect("the engine answers");
    let status = answer.status();
    let text = answer.text().await.expect("the answer is text");
    assert!(status.is_success(), "{status}: {text}");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The problem of an answer that must be a refusal.
///
/// # Panics
/// With the answer, if it is none.
pub async fn refused(request: RequestBuilder) -> Problem {
    let answer: Response = request.send().await.expect("the engine answers");
    let status = answer.status();
    let kind = answer.headers().get("content-type").cloned();
    let text = answer.text().await.expect("the answer is text");
    assert!(!status.is_success(), "{status}: {text}");
    assert_eq!(
        kind.as_ref().map(HeaderValue::as_bytes),
        Some(&b"application/problem+json"[..]),
        "{text}"
    );
    let problem: Problem =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(problem.status, status.as_u16(), "{text}");
    problem
}
