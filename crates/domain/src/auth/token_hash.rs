use sha2::{Digest, Sha256};

/// How a random token is stored: its SHA-256, in hexadecimal. Tokens have 256 random bits, so
/// there is nothing to guess and no need for a slow hash.
pub(crate) fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}
