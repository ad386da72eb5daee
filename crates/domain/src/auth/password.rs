//! Passwords: Argon2id (RFC 9106), on blocking threads, few at once: each takes a core and
//! `auth.argon2_memory_kib` for tens of milliseconds.

use crate::{Error, Result};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier, Version,
    password_hash::SaltString,
};
use live_clock::Random;
use live_config::auth::AuthConfig;
use live_protocol::ErrorCode;
use std::{sync::Arc, thread, time::Duration};
use tokio::sync::Semaphore;

/// Hashes that may wait for their turn; more are refused with `unavailable`, for a queue of a
/// second's work is what people wait for and more would only help attackers.
const WAITING_MAX: usize = 64;

/// Hashes and checks passwords.
pub(super) struct PasswordHasher {
    argon2: Argon2<'static>,
    random: Random,
    /// Running at once: one core is left for everything else.
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    /// Of no password: checked for unknown users, so that they take as long as known ones.
    dummy: Arc<str>,
}

/// The answer to a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Wrong.
    Wrong,
    /// Right.
    Right,
    /// Right, and its hash should be stored anew: the parameters changed.
    RightButOld,
}

impl PasswordHasher {
    pub(super) fn new(config: &AuthConfig, random: &Random) -> Self {
        // `AuthConfig::validate` refuses what Argon2 can't do.
        let params = Params::new(config.argon2_memory_kib, config.argon2_passes, 1, None)
            .unwrap_or_default();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let dummy = hash(&argon2, &hex::encode(random.bytes::<16>()), random.bytes());
        Self {
            argon2,
            random: random.clone(),
            running: Arc::new(Semaphore::new(cores.saturating_sub(1).max(1))),
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
            dummy: dummy.unwrap_or_default().into(),
        }
    }

    /// The hash to store, as a PHC string.
    pub(super) async fn hash(&self, password: &str) -> Result<String> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        let salt = self.random.bytes();
        self.run(move || hash(&argon2, &password, salt)).await?
    }

    /// Whether `password` is the one of `stored`. With nobody's hash it takes as long and is
    /// wrong.
    pub(super) async fn verify(&self, password: &str, stored: Option<&str>) -> Result<Verdict> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        let known = stored.is_some();
        let stored: Arc<str> = stored.map_or_else(|| Arc::clone(&self.dummy), Arc::from);
        self.run(move || {
            let parsed = PasswordHash::new(&stored).map_err(broken)?;
            let right = argon2.verify_password(password.as_bytes(), &parsed).is_ok();
            let current = Params::try_from(&parsed).is_ok_and(|params| {
                params.m_cost() == argon2.params().m_cost()
                    && params.t_cost() == argon2.params().t_cost()
            });
            Ok(match (right && known, current) {
                (false, _) => Verdict::Wrong,
                (true, true) => Verdict::Right,
                (true, false) => Verdict::RightButOld,
            })
        })
        .await?
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let too_busy = || {
            Error::new(ErrorCode::Unavailable)
                .with_detail("Too many people log in right now.")
                .with_retry_after(Duration::from_secs(2))
        };
        let place = Arc::clone(&self.waiting)
            .try_acquire_owned()
            .map_err(|_| too_busy())?;
        let turn = Arc::clone(&self.running)
            .acquire_owned()
            .await
            .map_err(Error::internal)?;
        tokio::task::spawn_blocking(move || {
            let _held = (place, turn);
            work()
        })
        .await
        .map_err(Error::internal)
    }
}

fn hash(argon2: &Argon2<'_>, password: &str, salt: [u8; 16]) -> Result<String> {
    let salt = SaltString::encode_b64(&salt).map_err(broken)?;
    argon2
        .hash_password(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(broken)
}

fn broken(error: argon2::password_hash::Error) -> Error {
    Error::internal(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hasher(memory_kib: u32) -> PasswordHasher {
        let config = AuthConfig {
            argon2_memory_kib: memory_kib,
            argon2_passes: 1,
            ..AuthConfig::default()
        };
        PasswordHasher::new(&config, &Random::seeded(1))
    }

    #[tokio::test]
    async fn only_the_right_password_is_right() {
        let hasher = hasher(64);
        let stored = hasher.hash("correct horse").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
        let ask = async |password, stored| hasher.verify(password, stored).await.unwrap();
        assert_eq!(ask("correct horse", Some(&stored)).await, Verdict::Right);
        assert_eq!(ask("correct hors", Some(&stored)).await, Verdict::Wrong);
        assert_eq!(ask("correct horse", None).await, Verdict::Wrong);
        let again = hasher.hash("correct horse").await.unwrap();
        assert_ne!(again, stored, "salted");
    }

    #[tokio::test]
    async fn a_hash_of_other_parameters_is_right_but_old() {
        let stored = hasher(64).hash("correct horse").await.unwrap();
        let verdict = hasher(128).verify("correct horse", Some(&stored)).await;
        assert_eq!(verdict.unwrap(), Verdict::RightButOld);
    }

    #[tokio::test]
    async fn more_than_a_queue_of_work_is_refused() {
        let hasher = hasher(64);
        let all = Arc::clone(&hasher.running)
            .acquire_many_owned(u32::try_from(hasher.running.available_permits()).unwrap());
        let _held = all.await.unwrap();
        let _queue = Arc::clone(&hasher.waiting)
            .acquire_many_owned(u32::try_from(WAITING_MAX).unwrap())
            .await
            .unwrap();
        let error = hasher.hash("correct horse").await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::Unavailable);
        assert!(error.retry_after().is_some());
    }
}
