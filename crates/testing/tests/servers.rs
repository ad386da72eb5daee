//! The private servers start, answer and are apart from each other.

use live_clock::Clock;
use live_config::{Config, Secret};
use live_database::Database;
use live_testing::{RedisServer, postgres_url, scratch_dir};
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn the_schema_is_the_same_on_both_engines() {
    let config = Config::for_testing(scratch_dir());
    let sqlite = Database::connect(&config).await.unwrap();
    sqlite.check().await.unwrap();
    sqlite.begin().await.unwrap().commit().await.unwrap();

    let mut config = Config::for_testing(scratch_dir());
    config.database.url = Some(Secret::new(postgres_url()));
    let postgres = Database::connect(&config).await.unwrap();
    postgres.begin().await.unwrap().commit().await.unwrap();
    // A second start finds the schema in place.
    Database::connect(&config)
        .await
        .unwrap()
        .check()
        .await
        .unwrap();
}

#[tokio::test]
async fn redis_comes_back_after_a_crash() {
    let mut server = RedisServer::start().await;
    let mut config = Config::for_testing(scratch_dir());
    config.bus.redis_url = Some(Secret::new(server.url()));
    let connect = || live_bus::Bus::connect(&config.bus, Clock::system(), CancellationToken::new());
    connect().await.unwrap().check().await.unwrap();
    server.crash_and_restart().await;
    connect().await.unwrap().check().await.unwrap();
}
