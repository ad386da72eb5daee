//! Accounts' doors: who someone is, and for how long that is believed.
//!
//! A log-in makes a session. Its access token is a short-lived JWT ([`access_token`]), its refresh
//! token a link of a chain ([`refresh_token`]) that is exchanged once. [`issue`] is the one place
//! that hands out both.

mod access_token;
mod authenticate;
mod change_password;
mod clean_up;
mod client;
mod create_account;
mod device;
mod forgot_password;
mod issue;
mod login;
mod logout;
mod logout_everywhere;
mod offer_setup;
mod password;
mod refresh;
mod refresh_token;
mod register;
mod resend_verification;
mod reset_password;
mod revoke_session;
mod sessions;
mod standing;
pub(crate) mod token_hash;
pub(crate) mod validate;
mod verify_email;

pub use change_password::change_password;
pub use clean_up::clean_up;
pub use client::Client;
pub use create_account::create_account;
pub use forgot_password::forgot_password;
pub use login::login;
pub use logout::logout;
pub use logout_everywhere::logout_everywhere;
pub use offer_setup::offer_setup;
pub use refresh::refresh;
pub use register::register;
pub use resend_verification::resend_verification;
pub use reset_password::reset_password;
pub use revoke_session::revoke_session;
pub use sessions::sessions;
pub use verify_email::verify_email;

use access_token::AccessKeys;
use live_clock::Random;
use live_config::{Config, Secrets};
use password::PasswordHasher;
use standing::StandingCache;

/// What all rules about accounts share in one process.
pub(crate) struct AuthState {
    access: AccessKeys,
    passwords: PasswordHasher,
    standings: StandingCache,
}

impl AuthState {
    pub(crate) fn new(config: &Config, secrets: &Secrets, random: &Random) -> Self {
        Self {
            access: AccessKeys::new(&secrets.access_key),
            passwords: PasswordHasher::new(&config.auth, random),
            standings: StandingCache::default(),
        }
    }
}
