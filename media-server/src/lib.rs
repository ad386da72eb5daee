//! The media server: WebRTC for many viewers. Today it starts, connects to the bus, tells its
//! health and metrics, and drains; it forwards no media yet and opens no public port.

use live_bus::Bus;
use live_clock::Clock;
use live_service::Service;

/// Starts the service's tasks.
///
/// # Errors
/// If the bus is not configured or can't be reached.
pub async fn run(service: Service) -> anyhow::Result<()> {
    service.require_shared_bus()?;
    let closed = service.shutdown.hard().clone();
    let bus = Bus::connect(&service.config.bus, Clock::system(), closed).await?;
    service.health.register("bus", move || {
        let bus = bus.clone();
        async move { Ok(bus.check().await?) }
    });
    Ok(())
}
