//! Asks `api` whether a key may publish.

use live_config::{Config, Secret, Secrets};
use live_protocol::{
    ErrorCode, Problem,
    hooks::{PUBLISH_PATH, PublishGrant, PublishRequest, SECRET_HEADER},
};
use live_rtmp::Refusal;
use std::time::Duration;

/// How long an answer may take.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// Pause before the one more try when `api` can't be reached.
const RETRY_PAUSE: Duration = Duration::from_millis(300);

#[derive(Clone)]
pub(crate) struct PublishHook {
    client: reqwest::Client,
    url: String,
    secret: Secret,
}

/// No: what the encoder is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Denied {
    pub(crate) refusal: Refusal,
    /// For the person at the encoder.
    pub(crate) text: &'static str,
    /// For metrics and logs.
    pub(crate) code: &'static str,
}

impl PublishHook {
    pub(crate) fn new(config: &Config, secrets: &Secrets) -> reqwest::Result<Self> {
        Ok(Self {
            // Hooks stay inside: no proxy of the environment sees the keys.
            client: reqwest::Client::builder()
                .timeout(ANSWER_MAX)
                .no_proxy()
                .build()?,
            url: format!("{}{PUBLISH_PATH}", config.services.api_url),
            secret: secrets.internal.clone(),
        })
    }

    /// The stream that the key leads to, or why not.
    pub(crate) async fn ask(&self, request: &PublishRequest) -> Result<PublishGrant, Denied> {
        let answer = if let Ok(answer) = self.post(request).await {
            answer
        } else {
            tokio::time::sleep(RETRY_PAUSE).await;
            self.post(request).await.map_err(|error| failed(&error))?
        };
        if answer.status().is_success() {
            return answer.json().await.map_err(|error| failed(&error));
        }
        let status = answer.status();
        if let Ok(problem) = answer.json::<Problem>().await {
            Err(denied(problem.code))
        } else {
            tracing::error!(%status, "the publish hook answered nonsense");
            Err(denied(ErrorCode::Internal))
        }
    }

    async fn post(&self, request: &PublishRequest) -> reqwest::Result<reqwest::Response> {
        self.client
            .post(&self.url)
            .header(SECRET_HEADER, self.secret.reveal())
            .json(request)
            .send()
            .await
    }
}

/// The address in the error is ours, and the body with the key is not part of it.
fn failed(error: &reqwest::Error) -> Denied {
    tracing::error!(error = %error, "the publish hook can't be asked; the encoder is refused");
    denied(ErrorCode::Unavailable)
}

fn denied(code: ErrorCode) -> Denied {
    let (refusal, text) = match code {
        ErrorCode::StreamKeyInvalid | ErrorCode::NotFound => (
            Refusal::BadName,
            "This stream key is not valid. Copy the one shown on the page.",
        ),
        ErrorCode::AccountDisabled => (Refusal::Denied, "This account is disabled."),
        ErrorCode::StreamEnded => (
            Refusal::Denied,
            "This stream has ended. Create a new one on the page.",
        ),
        ErrorCode::Forbidden | ErrorCode::RateLimited => {
            (Refusal::Denied, "You may not publish now.")
        }
        _ => (
            Refusal::Failed,
            "The server can't take streams right now. Try again shortly.",
        ),
    };
    Denied {
        refusal,
        text,
        code: code.as_str(),
    }
}
