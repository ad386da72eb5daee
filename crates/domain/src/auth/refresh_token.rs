//! Refresh tokens form a chain: each is computed from the one before it with a key that only the
//! server has, so that
//! - asking again with the token before the one in force gives the very same answer (an answer
//!   that got lost can be asked for again),
//! - any older token proves that it was once in force, however long ago, without a list of them,
//! - the database holds a SHA-256 only, from which none of this can be computed.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use live_clock::Random;
use live_config::Secret;
use live_protocol::SessionId;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::token_hash::token_hash;

/// Bytes of a token: the session's id, its place in the chain, and the secret.
const TOKEN_BYTES: usize = 16 + 4 + 32;
/// How far back an old token is recognised. At a refresh every quarter of an hour, three months;
/// computing that many links takes some milliseconds.
const LINKS_MAX: u32 = 10_000;

/// One link of a session's chain.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct RefreshToken {
    pub(super) session: SessionId,
    generation: u32,
    secret: [u8; 32],
}

/// What a token is to a session.
pub(super) enum Kinship {
    /// The token in force.
    Current,
    /// The one before it; the token in force is given.
    Previous(RefreshToken),
    /// An older one.
    Ancestor,
    /// Never this session's.
    Stranger,
}

impl RefreshToken {
    /// The first of a new session.
    pub(super) fn first(session: SessionId, random: &Random) -> Self {
        Self {
            session,
            generation: 0,
            secret: random.bytes(),
        }
    }

    /// The token that `text` is; `None` if it can't be one.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; TOKEN_BYTES];
        if URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()? != TOKEN_BYTES {
            return None;
        }
        let (session, rest) = bytes.split_first_chunk::<16>()?;
        let (generation, secret) = rest.split_first_chunk::<4>()?;
        Some(Self {
            session: SessionId::from_uuid(Uuid::from_bytes(*session)),
            generation: u32::from_be_bytes(*generation),
            secret: secret.try_into().ok()?,
        })
    }

    /// As clients keep it.
    pub(super) fn text(&self) -> String {
        let mut bytes = [0; TOKEN_BYTES];
        bytes[..16].copy_from_slice(self.session.as_uuid().as_bytes());
        bytes[16..20].copy_from_slice(&self.generation.to_be_bytes());
        bytes[20..].copy_from_slice(&self.secret);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// As it is stored.
    pub(super) fn hash(&self) -> String {
        token_hash(&self.text())
    }

    /// The link after this one.
    pub(super) fn next(&self, key: &Secret) -> Self {
        let generation = self.generation.wrapping_add(1);
        let mut mac = Hmac::<Sha256>::new_from_slice(key.reveal().as_bytes())
            .expect("HMAC takes keys of any length");
        mac.update(b"live-engine refresh token v1");
        mac.update(self.session.as_uuid().as_bytes());
        mac.update(&generation.to_be_bytes());
        mac.update(&self.secret);
        Self {
            session: self.session,
            generation,
            secret: mac.finalize().into_bytes().into(),
        }
    }

    /// What it is to the session whose token in force is `generation` with the SHA-256 `hash`.
    pub(super) fn kinship(&self, generation: i64, hash: &str, key: &Secret) -> Kinship {
        let behind = generation.saturating_sub(i64::from(self.generation));
        let Some(links) = u32::try_from(behind).ok().filter(|&n| n <= LINKS_MAX) else {
            return Kinship::Stranger;
        };
        let mut link = self.clone();
        for _ in 0..links {
            link = link.next(key);
        }
        if !bool::from(link.hash().as_bytes().ct_eq(hash.as_bytes())) {
            return Kinship::Stranger;
        }
        match links {
            0 => Kinship::Current,
            1 => Kinship::Previous(link),
            _ => Kinship::Ancestor,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use live_protocol::Timestamp;

    fn first() -> (RefreshToken, Secret) {
        let random = Random::seeded(3);
        let session = SessionId::from_uuid(random.uuid_v7(Timestamp::from_ms(1)));
        (RefreshToken::first(session, &random), Secret::new("key"))
    }

    #[test]
    fn a_token_is_its_text() {
        let (token, key) = first();
        let next = token.next(&key);
        assert!(RefreshToken::parse(&next.text()).is_some_and(|read| read == next));
        for bad in ["", "x", &"A".repeat(69), &"A".repeat(71), &"!".repeat(70)] {
            assert!(RefreshToken::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn every_link_knows_what_it_is() {
        let (zero, key) = first();
        let one = zero.next(&key);
        let two = one.next(&key);
        let three = two.next(&key);
        let kin = |token: &RefreshToken| token.kinship(2, &two.hash(), &key);
        assert!(matches!(kin(&two), Kinship::Current));
        assert!(matches!(kin(&one), Kinship::Previous(now) if now == two));
        assert!(matches!(kin(&zero), Kinship::Ancestor));
        assert!(matches!(kin(&three), Kinship::Stranger));
        let forged = RefreshToken {
            secret: [7; 32],
            ..zero.clone()
        };
        assert!(matches!(kin(&forged), Kinship::Stranger));
        let other_key = Secret::new("other");
        assert!(matches!(
            zero.kinship(2, &two.hash(), &other_key),
            Kinship::Stranger
        ));
        assert!(matches!(
            zero.kinship(i64::MAX, &two.hash(), &key),
            Kinship::Stranger
        ));
    }
}
