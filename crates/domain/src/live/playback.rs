//! Playback tokens: JWTs that let their holder watch one stream. The media services check them by
//! signature alone.

use crate::{Domain, Error, Result};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use live_protocol::StreamId;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Tells playback tokens from others that are signed with the same key.
const KIND: &str = "playback";

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: StreamId,
    kind: String,
    exp: i64,
}

/// A token to watch `stream_id`, valid for `live.playback_token_s`.
pub fn token(domain: &Domain, stream_id: StreamId) -> Result<String> {
    let valid = Duration::from_secs(domain.config.live.playback_token_s);
    let claims = Claims {
        sub: stream_id,
        kind: KIND.to_owned(),
        exp: domain.clock.now().plus(valid).as_ms() / 1_000,
    };
    let key = EncodingKey::from_secret(domain.secrets.playback_key.reveal().as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).map_err(Error::internal)
}

/// Whether `token` lets its holder watch `stream_id` now.
pub fn is_valid(domain: &Domain, token: &str, stream_id: StreamId) -> bool {
    let key = DecodingKey::from_secret(domain.secrets.playback_key.reveal().as_bytes());
    let mut validation = Validation::new(Algorithm::HS256);
    // The time is the domain's, not the machine's.
    validation.validate_exp = false;
    validation.set_required_spec_claims(&["sub", "exp"]);
    jsonwebtoken::decode::<Claims>(token, &key, &validation).is_ok_and(|data| {
        let now_s = domain.clock.now().as_ms() / 1_000;
        data.claims.kind == KIND && data.claims.sub == stream_id && data.claims.exp > now_s
    })
}
