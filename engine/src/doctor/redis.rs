use super::Finding;
use live_bus::Bus;
use live_clock::Clock;
use live_config::Config;
use tokio_util::sync::CancellationToken;

pub(super) async fn examine(config: &Config) -> Finding {
    if config.bus.redis_url.is_none() {
        return Finding::ok("redis", "not used: the bus is in this process");
    }
    let closed = CancellationToken::new();
    let checked = async {
        let bus = Bus::connect(&config.bus, Clock::system(), closed.clone()).await?;
        bus.check().await?;
        anyhow::Ok(())
    };
    let finding = match checked.await {
        Ok(()) => Finding::ok("redis", "answers"),
        Err(error) => Finding::fail(
            "redis",
            format!("{error:#}"),
            "check bus.redis_url (LIVE_REDIS_URL), and that the server runs",
        ),
    };
    closed.cancel();
    finding
}
