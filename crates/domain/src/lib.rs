//! Every rule of the platform, one verb a file: `auth/login.rs`, `live/comment.rs`.
//!
//! REST handlers, Socket.IO handlers, jobs and the command line call these functions and find
//! nothing to decide themselves. Each takes the [`Domain`] (what it may use) and an [`Actor`] (who
//! asks), and answers with a wire type or an [`Error`] that carries a code.

mod actor;
mod connect;
mod error;

pub mod auth;
pub mod live;
pub mod mail;
pub mod picture;
pub mod users;

pub use actor::Actor;
pub use connect::ConnectError;
pub use error::Error;

use auth::AuthState;
use live_bus::Bus;
use live_clock::{Clock, Random};
use live_config::{Config, Secrets};
use live_database::{Database, DatabaseError, Tx};
use mail::Mailer;
use picture::PictureWork;
use std::sync::Arc;

/// What the rules may use. Cheap to clone.
#[derive(Clone)]
pub struct Domain {
    /// The database.
    pub database: Database,
    /// The bus.
    pub bus: Bus,
    /// The time.
    pub clock: Clock,
    /// Random bytes and ids.
    pub random: Random,
    /// The configuration.
    pub config: Arc<Config>,
    /// The secrets.
    pub secrets: Arc<Secrets>,
    auth: Arc<AuthState>,
    mailer: Arc<Mailer>,
    pictures: Arc<PictureWork>,
}

impl Domain {
    /// The rules over these parts. One a process: what it remembers is shared by its clones.
    pub fn new(
        database: Database,
        bus: Bus,
        clock: Clock,
        random: Random,
        config: Arc<Config>,
        secrets: Arc<Secrets>,
    ) -> Self {
        let auth = Arc::new(AuthState::new(&config, &secrets, &random));
        let mailer = Arc::new(Mailer::new(&config));
        Self {
            database,
            bus,
            clock,
            random,
            config,
            secrets,
            auth,
            mailer,
            pictures: Arc::default(),
        }
    }

    pub(crate) async fn commit(tx: Tx) -> Result<()> {
        tx.commit().await.map_err(DatabaseError::from)?;
        Ok(())
    }
}

/// The result of a rule.
pub type Result<T, E = Error> = std::result::Result<T, E>;
