//! Access tokens: JWTs (RFC 7519), HS256, checked by signature first and by standing afterwards.

use crate::{Error, Result};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use live_config::Secret;
use live_protocol::{ErrorCode, SessionId, Timestamp, UserId, user::Role};
use serde::{Deserialize, Serialize};

/// Seconds for which an expired token is still taken: clocks of a fleet differ a little.
pub(super) const LEEWAY_S: i64 = 2;
/// Characters of a token at most; ours have about 300.
const TOKEN_CHARS_MAX: usize = 2_048;

/// What an access token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Claims {
    /// The user.
    pub(super) sub: UserId,
    /// The session.
    pub(super) sid: SessionId,
    /// The role when it was made, for clients to read; the database decides.
    pub(super) role: Role,
    /// Made at, in Unix seconds.
    pub(super) iat: i64,
    /// Expires at, in Unix seconds.
    pub(super) exp: i64,
}

/// Signs and checks access tokens.
pub(super) struct AccessKeys {
    signing: EncodingKey,
    checking: DecodingKey,
    validation: Validation,
}

impl AccessKeys {
    pub(super) fn new(key: &Secret) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        // The library would ask the machine's clock; ours is passed in.
        validation.validate_exp = false;
        Self {
            signing: EncodingKey::from_secret(key.reveal().as_bytes()),
            checking: DecodingKey::from_secret(key.reveal().as_bytes()),
            validation,
        }
    }

    pub(super) fn sign(&self, claims: &Claims) -> Result<String> {
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &self.signing)
            .map_err(Error::internal)
    }

    /// The claims, if the signature is ours and the token has not expired.
    pub(super) fn check(&self, token: &str, now: Timestamp) -> Result<Claims> {
        let refused = || Error::new(ErrorCode::Unauthenticated);
        if token.len() > TOKEN_CHARS_MAX {
            return Err(refused());
        }
        let claims = jsonwebtoken::decode::<Claims>(token, &self.checking, &self.validation)
            .map_err(|_| refused())?
            .claims;
        if now.as_ms() / 1_000 >= claims.exp.saturating_add(LEEWAY_S) {
            return Err(refused().with_detail("The access token has expired."));
        }
        Ok(claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use live_clock::Random;

    const NOW: Timestamp = Timestamp::from_ms(1_700_000_000_000);

    fn keys(secret: &str) -> AccessKeys {
        AccessKeys::new(&Secret::new(secret))
    }

    fn claims() -> Claims {
        let random = Random::seeded(1);
        Claims {
            sub: UserId::from_uuid(random.uuid_v7(NOW)),
            sid: SessionId::from_uuid(random.uuid_v7(NOW)),
            role: Role::User,
            iat: NOW.as_ms() / 1_000,
            exp: NOW.as_ms() / 1_000 + 900,
        }
    }

    #[test]
    fn a_token_is_good_until_it_expires() {
        let keys = keys("a-secret-of-the-test-that-is-long");
        let token = keys.sign(&claims()).unwrap();
        assert_eq!(keys.check(&token, NOW).unwrap(), claims());
        let late = |s| Timestamp::from_ms(NOW.as_ms() + s * 1_000);
        assert!(keys.check(&token, late(900 + LEEWAY_S - 1)).is_ok());
        let error = keys.check(&token, late(900 + LEEWAY_S)).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Unauthenticated);
    }

    #[test]
    fn a_token_of_another_key_or_algorithm_is_refused() {
        let ours = keys("a-secret-of-the-test-that-is-long");
        let theirs = keys("another-secret-that-is-as-long-as")
            .sign(&claims())
            .unwrap();
        assert!(ours.check(&theirs, NOW).is_err());
        // {"alg":"none"}
        let (_, rest) = theirs.split_once('.').unwrap();
        let (body, _) = rest.split_once('.').unwrap();
        assert!(
            ours.check(&format!("eyJhbGciOiJub25lIn0.{body}."), NOW)
                .is_err()
        );
        let other = Header::new(Algorithm::HS512);
        let signed = jsonwebtoken::encode(&other, &claims(), &ours.signing).unwrap();
        assert!(ours.check(&signed, NOW).is_err());
        assert!(ours.check(&"x".repeat(1_000_000), NOW).is_err());
    }
}
