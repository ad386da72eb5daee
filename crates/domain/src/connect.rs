use crate::{
    Domain,
    mail::{MailError, Mailer},
};
use live_bus::{Bus, BusError};
use live_clock::{Clock, Random};
use live_config::{Config, ConfigError, Secrets};
use live_database::{Database, DatabaseError};
use live_service::Service;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What a process needs before it can apply a rule is not there.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The secrets can't be read or made.
    #[error("can't read the secrets")]
    Secrets(#[from] ConfigError),
    /// The database can't be opened or migrated.
    #[error("can't open the database")]
    Database(#[from] DatabaseError),
    /// The mail server's address is wrong.
    #[error("can't send mail")]
    Mail(#[from] MailError),
    /// The bus can't be reached.
    #[error("can't reach the bus")]
    Bus(#[from] BusError),
}

impl Domain {
    /// The rules of a service's process: connected, both the database and the bus watched by
    /// `/readyz`, ended sessions refused at once (not when what is remembered of them is
    /// forgotten), and the database closed at the end of the drain: `SQLite` then takes its log
    /// into its file.
    pub async fn of_service(service: &Service) -> Result<Self, ConnectError> {
        let shutdown = &service.shutdown;
        let domain = Self::connect(Arc::clone(&service.config), shutdown.hard().clone()).await?;
        service.health.register("database", {
            let database = domain.database.clone();
            move || {
                let database = database.clone();
                async move { Ok(database.check().await?) }
            }
        });
        service.health.register("bus", {
            let bus = domain.bus.clone();
            move || {
                let bus = bus.clone();
                async move { Ok(bus.check().await?) }
            }
        });
        let (soft, hearing) = (shutdown.soft().clone(), domain.clone());
        shutdown.spawn_service("disconnects", async move {
            let heard = soft.run_until_cancelled(hearing.hear_disconnects());
            Ok(heard.await.unwrap_or(Ok(()))?)
        });
        let database = domain.database.clone();
        shutdown.at_end(async move { database.close().await });
        Ok(domain)
    }

    /// The rules over the configured database (migrated to the newest schema) and bus, with the
    /// machine's clock. The bus mends its connection until `closed` is cancelled.
    pub async fn connect(
        config: Arc<Config>,
        closed: CancellationToken,
    ) -> Result<Self, ConnectError> {
        Mailer::check(&config)?;
        let secrets = Secrets::load_or_create(&config.data_dir)?;
        let database = Database::connect(&config).await?;
        let clock = Clock::system();
        let bus = Bus::connect(&config.bus, clock.clone(), closed).await?;
        let random = Random::system();
        Ok(Self::new(
            database,
            bus,
            clock,
            random,
            config,
            Arc::new(secrets),
        ))
    }
}
