//! The vendor's licence server. Today it starts, tells its health and metrics, and drains; it
//! issues no licences yet and opens no public port.

use live_service::Service;

/// Starts the service's tasks.
///
/// # Errors
/// None today.
#[expect(clippy::unused_async, reason = "the shape of every service's `run`")]
pub async fn run(service: Service) -> anyhow::Result<()> {
    drop(service);
    Ok(())
}
