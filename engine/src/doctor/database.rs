use super::Finding;
use live_config::Config;
use live_database::Database;

pub(super) async fn examine(config: &Config) -> Finding {
    let kind = if config.database_url().starts_with("sqlite:") {
        "SQLite"
    } else {
        "PostgreSQL"
    };
    let checked = async {
        let database = Database::connect(config).await?;
        database.check().await?;
        database.close().await;
        anyhow::Ok(())
    };
    match checked.await {
        Ok(()) => Finding::ok(
            "database",
            format!("{kind} answers, its schema is the newest"),
        ),
        Err(error) => Finding::fail(
            "database",
            format!("{kind}: {error:#}"),
            "check database.url (LIVE_DATABASE_URL), and that the server runs and lets us in",
        ),
    }
}
