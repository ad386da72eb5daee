//! Connections and transactions.

use crate::DatabaseError;
use live_config::Config;
use sqlx::{Any, AnyPool, Executor, any::AnyPoolOptions};
use std::{path::Path, time::Duration};

/// A transaction; rolled back when dropped without [`sqlx::Transaction::commit`].
pub type Tx = sqlx::Transaction<'static, Any>;

/// The database. Cheap to clone; all clones share their connections.
#[derive(Debug, Clone)]
pub struct Database {
    pool: AnyPool,
    sqlite: bool,
}

impl Database {
    /// Connects, and migrates to the newest schema. Several processes may do so at once.
    pub async fn connect(config: &Config) -> Result<Self, DatabaseError> {
        sqlx::any::install_default_drivers();
        let url = config.database_url();
        let sqlite = url.starts_with("sqlite:");
        if sqlite && config.database.url.is_none() {
            make_folder(&config.data_dir).await?;
        }
        let pool = AnyPoolOptions::new()
            .max_connections(config.database.connections_max)
            .acquire_timeout(Duration::from_millis(config.database.acquire_timeout_ms))
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if sqlite {
                        connection
                            .execute(
                                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; \
                                 PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;",
                            )
                            .await?;
                    }
                    Ok(())
                })
            })
            .connect(&url)
            .await?;
        sqlx::migrate!().run(&pool).await?;
        Ok(Self { pool, sqlite })
    }

    /// Begins a transaction that may write.
    pub async fn begin(&self) -> Result<Tx, DatabaseError> {
        Ok(if self.sqlite {
            self.pool.begin_with("BEGIN IMMEDIATE").await?
        } else {
            self.pool.begin().await?
        })
    }

    /// Fails if the database can't answer now. For `/readyz`.
    pub async fn check(&self) -> Result<(), DatabaseError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Closes all connections; waits for those in use.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    pub(crate) const fn pool(&self) -> &AnyPool {
        &self.pool
    }
}

async fn make_folder(dir: &Path) -> Result<(), DatabaseError> {
    tokio::fs::create_dir_all(dir)
        .await
        .map_err(DatabaseError::Folder)
}
