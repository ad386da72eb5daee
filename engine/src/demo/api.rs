//! The few calls of the public API that the demo makes.

use live_protocol::{
    Page, Problem, StreamId,
    auth::{Login, Register, Tokens},
    live::{CreateStream, Stream, StreamKey, StreamState},
};
use reqwest::{Method, RequestBuilder};
use serde::{Serialize, de::DeserializeOwned};
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(30);

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// The API refused.
    #[error("{}{}", .0.title, .0.detail.as_deref().map(|detail| format!(": {detail}")).unwrap_or_default())]
    Refused(Box<Problem>),
    /// There was no answer, or none that can be read.
    #[error("the engine does not answer as it should")]
    Http(#[from] reqwest::Error),
}

/// A client of one engine.
pub(super) struct Api {
    client: reqwest::Client,
    base: String,
    token: Option<String>,
}

impl Api {
    pub(super) fn new(base: &str) -> Result<Self, Error> {
        Ok(Self {
            client: reqwest::Client::builder().timeout(TIMEOUT).build()?,
            base: base.to_owned(),
            token: None,
        })
    }

    pub(super) async fn login(&mut self, login: &Login) -> Result<(), Error> {
        let tokens: Tokens = self.post("/api/auth/login", login).await?;
        self.token = Some(tokens.access_token);
        Ok(())
    }

    pub(super) async fn register(&mut self, register: &Register) -> Result<(), Error> {
        let tokens: Tokens = self.post("/api/auth/register", register).await?;
        self.token = Some(tokens.access_token);
        Ok(())
    }

    pub(super) async fn create_stream(&self, stream: &CreateStream) -> Result<Stream, Error> {
        self.post("/api/live", stream).await
    }

    /// The stream of this account that is not ended.
    pub(super) async fn open_stream(&self) -> Result<Option<Stream>, Error> {
        let page: Page<Stream> = answer(self.request(Method::GET, "/api/live/mine")).await?;
        let open = |stream: &Stream| stream.state != StreamState::Ended;
        Ok(page.items.into_iter().find(open))
    }

    /// A new key of this account.
    pub(super) async fn rotate_key(&self) -> Result<String, Error> {
        let key: StreamKey = answer(self.request(Method::POST, "/api/live/keys/rotate")).await?;
        Ok(key.secret.unwrap_or_default())
    }

    pub(super) async fn end_stream(&self, stream: StreamId) -> Result<(), Error> {
        let path = format!("/api/live/{stream}/end");
        let _: serde_json::Value = answer(self.request(Method::POST, &path)).await?;
        Ok(())
    }

    async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, Error> {
        answer(self.request(Method::POST, path).json(body)).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }
}

async fn answer<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Error> {
    let answer = request.send().await?;
    if answer.status().is_success() {
        Ok(answer.json().await?)
    } else {
        Err(Error::Refused(Box::new(answer.json().await?)))
    }
}
