//! Request limits: the generic cell rate algorithm by `governor`, keyed by client or user, as
//! `tower_governor` layers that answer `rate_limited` with `Retry-After`.

use crate::{ClientAddr, Problem};
use axum::{
    body::Body,
    extract::ConnectInfo,
    response::{IntoResponse, Response},
};
use governor::{clock::QuantaInstant, middleware::NoOpMiddleware};
use live_protocol::{ErrorCode, UserId};
use live_service::Shutdown;
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tower_governor::{
    GovernorError, GovernorLayer,
    governor::{GovernorConfig, GovernorConfigBuilder},
    key_extractor::KeyExtractor,
};

/// How often keys that are back to their full allowance are forgotten.
const FORGET_INTERVAL: Duration = Duration::from_mins(1);

type Layer<K> = GovernorLayer<K, NoOpMiddleware<QuantaInstant>, Body>;
/// A layer that counts by client.
pub type AddrLayer = Layer<AddrKey>;

type Config<K> = GovernorConfig<K, NoOpMiddleware<QuantaInstant>>;

/// Put into a request's extensions where its user is known: limits by user count by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UserKey(pub UserId);

/// An allowance: so many requests at once, refilled evenly over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    period: Duration,
    burst: u32,
}

impl RateLimit {
    /// `count` a second over time, `burst` at once. Zeros count as one.
    pub fn per_second(count: u64, burst: u32) -> Self {
        Self::per(Duration::from_secs(1), count, burst)
    }

    /// `count` a minute over time, `burst` at once. Zeros count as one.
    pub fn per_minute(count: u64, burst: u32) -> Self {
        Self::per(Duration::from_mins(1), count, burst)
    }

    fn per(time: Duration, count: u64, burst: u32) -> Self {
        let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX) / count.max(1);
        Self {
            period: Duration::from_nanos(nanos.max(1)),
            burst: burst.max(1),
        }
    }

    /// A layer that counts by [`ClientAddr`] (an IPv6 client by its /64). `shutdown` ends the task
    /// that forgets old keys.
    pub fn by_addr(self, shutdown: &Shutdown) -> AddrLayer {
        self.layer(AddrKey, shutdown)
    }

    /// A layer that counts by [`UserKey`], or by client where no user is known.
    pub fn by_user(self, shutdown: &Shutdown) -> Layer<UserOrAddrKey> {
        self.layer(UserOrAddrKey, shutdown)
    }

    fn layer<K>(self, key: K, shutdown: &Shutdown) -> Layer<K>
    where
        K: KeyExtractor + Send + Sync + 'static,
        K::Key: Send + Sync + 'static,
    {
        let config: Config<K> = GovernorConfigBuilder::default()
            .key_extractor(key)
            .period(self.period)
            .burst_size(self.burst)
            .finish()
            .expect("the constructors let no zero in");
        let config = Arc::new(config);
        forget_regularly(&config, shutdown);
        GovernorLayer::new(config).error_handler(refuse)
    }
}

/// Without this every address that ever asked would stay in memory.
fn forget_regularly<K>(config: &Arc<Config<K>>, shutdown: &Shutdown)
where
    K: KeyExtractor + Send + Sync + 'static,
    K::Key: Send + Sync + 'static,
{
    let (config, soft) = (Arc::clone(config), shutdown.soft().clone());
    shutdown.spawn(async move {
        let mut tick = tokio::time::interval(FORGET_INTERVAL);
        while soft.run_until_cancelled(tick.tick()).await.is_some() {
            config.limiter().retain_recent();
            config.limiter().shrink_to_fit();
        }
    });
}

fn refuse(error: GovernorError) -> Response {
    match error {
        GovernorError::TooManyRequests { wait_time, .. } => {
            metrics::counter!("http_rate_limited_total").increment(1);
            // Whole seconds, rounded down by the library: one more is never too early.
            Problem::new(ErrorCode::RateLimited)
                .retry_after(wait_time + 1)
                .into_response()
        }
        error @ (GovernorError::UnableToExtractKey | GovernorError::Other { .. }) => {
            Problem::internal(&error).into_response()
        }
    }
}

/// Counts by client.
#[derive(Debug, Clone, Copy)]
pub struct AddrKey;

impl KeyExtractor for AddrKey {
    type Key = IpAddr;

    fn extract<T>(&self, request: &http::Request<T>) -> Result<IpAddr, GovernorError> {
        let extensions = request.extensions();
        extensions
            .get::<ClientAddr>()
            .copied()
            .or_else(|| {
                let ConnectInfo(peer) = extensions.get::<ConnectInfo<SocketAddr>>()?;
                Some(ClientAddr(peer.ip().to_canonical()))
            })
            .map(ClientAddr::limit_key)
            .ok_or(GovernorError::UnableToExtractKey)
    }
}

/// Counts by user, or by client.
#[derive(Debug, Clone, Copy)]
pub struct UserOrAddrKey;

/// A user or a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UserOrAddr {
    /// A user, wherever they are.
    User(UserId),
    /// Someone who is not known.
    Addr(IpAddr),
}

impl KeyExtractor for UserOrAddrKey {
    type Key = UserOrAddr;

    fn extract<T>(&self, request: &http::Request<T>) -> Result<UserOrAddr, GovernorError> {
        match request.extensions().get::<UserKey>() {
            Some(UserKey(user)) => Ok(UserOrAddr::User(*user)),
            None => AddrKey.extract(request).map(UserOrAddr::Addr),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, routing::get};
    use tower::ServiceExt;

    async fn ask(router: &Router, client: &str) -> Response {
        let request = http::Request::get("/")
            .extension(ClientAddr(client.parse().unwrap()))
            .body(Body::empty())
            .unwrap();
        router.clone().oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn a_client_over_its_allowance_is_told_when_to_come_back_and_others_are_not_hit() {
        let shutdown = Shutdown::new();
        let router = Router::new()
            .route("/", get(|| async {}))
            .layer(RateLimit::per_minute(1, 2).by_addr(&shutdown));
        assert_eq!(ask(&router, "192.0.2.1").await.status(), 200);
        assert_eq!(ask(&router, "192.0.2.1").await.status(), 200);
        let refused = ask(&router, "192.0.2.1").await;
        assert_eq!(refused.status(), 429);
        assert_eq!(
            refused.headers()["content-type"],
            "application/problem+json"
        );
        let wait: u64 = refused.headers()["retry-after"]
            .to_str()
            .unwrap()
            .parse()
            .unwrap();
        assert!((1..=61).contains(&wait), "{wait}");
        assert_eq!(ask(&router, "192.0.2.2").await.status(), 200);
        shutdown.stop();
    }
}
