//! Who may watch: a private stream needs a playback token, in the query (so that a plain player
//! works, which can't set headers) or as a bearer.

use super::stream::LiveStream;
use http::{HeaderMap, header};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use live_clock::Clock;
use live_config::Secret;
use live_http::Problem;
use live_protocol::{ErrorCode, StreamId, live::Visibility};
use serde::Deserialize;

/// Tells playback tokens from others that are signed with the same key.
const KIND: &str = "playback";
/// Bytes of a token; ours have about 200.
const TOKEN_BYTES_MAX: usize = 1_024;

#[derive(Deserialize)]
struct Claims {
    sub: StreamId,
    kind: String,
    exp: i64,
}

/// How a stream may be watched by the one who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Access {
    /// By anyone.
    Open,
    /// By holders of a token. One that came in the query is passed on to all URIs.
    Private {
        /// `token=…`, if the token came in the query.
        query: Option<String>,
    },
}

impl Access {
    /// What is appended to URIs.
    pub(super) fn query(&self) -> Option<&str> {
        match self {
            Self::Open => None,
            Self::Private { query } => query.as_deref(),
        }
    }

    /// Whether shared caches may keep answers.
    pub(super) const fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }
}

/// Checks playback tokens.
pub(super) struct Playback {
    key: DecodingKey,
    validation: Validation,
    clock: Clock,
}

impl Playback {
    pub(super) fn new(key: &Secret, clock: Clock) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        // The time is the service's, not the machine's.
        validation.validate_exp = false;
        validation.set_required_spec_claims(&["sub", "exp"]);
        Self {
            key: DecodingKey::from_secret(key.reveal().as_bytes()),
            validation,
            clock,
        }
    }

    /// Whether the stream may be watched with what the request brings: `unauthenticated` without
    /// a token, `playback_token_invalid` with a wrong one.
    pub(super) fn check(
        &self,
        stream: &LiveStream,
        in_query: Option<&str>,
        headers: &HeaderMap,
    ) -> Result<Access, Problem> {
        if stream.visibility() != Visibility::Private {
            return Ok(Access::Open);
        }
        let token = in_query.or_else(|| bearer(headers)).ok_or_else(|| {
            Problem::new(ErrorCode::Unauthenticated).detail("this stream needs a playback token")
        })?;
        if !self.is_valid(token, stream.id) {
            return Err(Problem::new(ErrorCode::PlaybackTokenInvalid));
        }
        // A valid JWT is base64url and dots: safe to stand in a playlist.
        Ok(Access::Private {
            query: in_query.map(|token| format!("token={token}")),
        })
    }

    fn is_valid(&self, token: &str, id: StreamId) -> bool {
        if token.len() > TOKEN_BYTES_MAX {
            return false;
        }
        let now_s = self.clock.now().as_ms() / 1_000;
        jsonwebtoken::decode::<Claims>(token, &self.key, &self.validation).is_ok_and(|data| {
            let Claims { sub, kind, exp } = data.claims;
            kind == KIND && sub == id && exp > now_s
        })
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}
