//! Streams of other nodes: the bus knows who has them, and their owner is asked.

use axum::{body::Body, response::Response};
use http::{HeaderMap, HeaderName, header, request::Parts};
use live_bus::Bus;
use live_http::Problem;
use live_protocol::{ErrorCode, StreamId};
use parking_lot::Mutex;
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

/// Marks a request that was passed on, so that two nodes never pass one back and forth.
const PASSED_ON: HeaderName = HeaderName::from_static("x-live-passed-on");
/// How long an owner is remembered. A stream that moved is not found for that long.
const OWNER_AGE: Duration = Duration::from_secs(1);
/// Streams whose owner is remembered; beyond, all are forgotten.
const OWNERS_MAX: usize = 10_000;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// Above the longest wait of a blocking request: three times ten seconds.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(35);
/// Headers of a request that matter to the owner.
const ASKED: [HeaderName; 2] = [header::ACCEPT_ENCODING, header::AUTHORIZATION];
/// Headers of the owner's answer that are ours too.
const ANSWERED: [HeaderName; 7] = [
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
    header::CONTENT_ENCODING,
    header::CACHE_CONTROL,
    header::VARY,
    header::RETRY_AFTER,
    header::WWW_AUTHENTICATE,
];

/// The lease that says which node has a stream; its value is the address at which that node's
/// origin is reached by others, for example `http://10.0.0.7:8081`.
pub fn lease_key(id: StreamId) -> String {
    format!("origin:{id}")
}

/// Asks other nodes for what they have.
pub struct Elsewhere {
    bus: Bus,
    /// This node's own address, which is never asked.
    own_url: String,
    client: reqwest::Client,
    owners: Mutex<HashMap<StreamId, (Instant, Option<String>)>>,
}

impl Elsewhere {
    /// Finds owners by `bus`; `own_url` is what this node writes into its leases.
    ///
    /// # Errors
    /// If no TLS provider is installed.
    pub fn new(bus: Bus, own_url: String) -> reqwest::Result<Self> {
        Ok(Self {
            bus,
            own_url,
            client: reqwest::Client::builder()
                // What the owner compressed goes on as it is.
                .no_gzip()
                .no_proxy()
                .connect_timeout(CONNECT_TIMEOUT)
                .timeout(ANSWER_TIMEOUT)
                .redirect(reqwest::redirect::Policy::none())
                .build()?,
            owners: Mutex::new(HashMap::new()),
        })
    }

    /// The owner's answer to the request; `not_found` if nobody has the stream.
    pub(super) async fn fetch(&self, id: StreamId, request: &Parts) -> Result<Response, Problem> {
        let owner = self.owner(id).await?;
        let owner = owner.ok_or_else(|| Problem::new(ErrorCode::NotFound))?;
        if owner == self.own_url {
            // This node had it a moment ago, and was killed: players that are told so try again,
            // those that are told of nothing give up.
            let problem = Problem::new(ErrorCode::Unavailable);
            return Err(problem.detail("its encoder may come back").retry_after(1));
        }
        if request.headers.contains_key(PASSED_ON) {
            return Err(Problem::new(ErrorCode::NotFound));
        }
        let path = request
            .uri
            .path_and_query()
            .map_or("", |path| path.as_str());
        let asked = self
            .client
            .request(request.method.clone(), format!("{owner}{path}"))
            .headers(selected(&ASKED, &request.headers))
            .header(PASSED_ON, "1");
        metrics::counter!("hls_passed_on_total").increment(1);
        let answer = asked.send().await.map_err(|error| {
            tracing::warn!(error = %error.without_url(), "the stream's owner does not answer");
            self.owners.lock().remove(&id);
            Problem::new(ErrorCode::Unavailable).retry_after(1)
        })?;
        let mut response = Response::new(Body::empty());
        *response.status_mut() = answer.status();
        *response.headers_mut() = selected(&ANSWERED, answer.headers());
        *response.body_mut() = Body::from_stream(answer.bytes_stream());
        Ok(response)
    }

    /// The address of the node that has the stream.
    async fn owner(&self, id: StreamId) -> Result<Option<String>, Problem> {
        let known = self.owners.lock().get(&id).cloned();
        if let Some((since, owner)) = known
            && since.elapsed() < OWNER_AGE
        {
            return Ok(owner);
        }
        let owner = self.bus.holder(&lease_key(id)).await.map_err(|error| {
            tracing::warn!(%error, "the stream's owner can't be found");
            Problem::new(ErrorCode::Unavailable).retry_after(1)
        })?;
        let mut owners = self.owners.lock();
        if owners.len() >= OWNERS_MAX {
            owners.clear();
        }
        owners.insert(id, (Instant::now(), owner.clone()));
        Ok(owner)
    }
}

fn selected(names: &[HeaderName], headers: &HeaderMap) -> HeaderMap {
    let pairs = names.iter().flat_map(|name| {
        let values = headers.get_all(name).iter();
        values.map(|value| (name.clone(), value.clone()))
    });
    pairs.collect()
}
