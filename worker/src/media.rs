//! Follows the media services: one worker at a time, the one that holds a lease on the bus.
//!
//! Streams whose heartbeat stopped are ended only by a worker that has listened without a break
//! for as long as a heartbeat may be missing: otherwise it might be the listener who was away.

use live_bus::{Delivery, Topic};
use live_domain::{
    Domain,
    live::{self, lifecycle::Lifecycle},
};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// The lease of whoever follows the media services.
const LEASE: &str = "worker:media";
/// How long it holds without renewal.
const LEASE_TTL: Duration = Duration::from_secs(6);
/// How often it is renewed, and sought by the others.
const RENEW_EVERY: Duration = Duration::from_secs(2);

/// Until `soft`; then gives the lease to the others.
pub(crate) async fn run(
    domain: Domain,
    node: String,
    soft: CancellationToken,
) -> anyhow::Result<()> {
    let mut media = domain.bus.subscribe(Topic::Media).await?;
    let mut renew = tokio::time::interval(RENEW_EVERY);
    renew.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut follower = Follower {
        domain,
        node,
        lifecycle: Lifecycle::default(),
        following_since: None,
    };
    loop {
        let delivery = tokio::select! {
            biased;
            () = soft.cancelled() => break,
            _ = renew.tick() => {
                follower.seek_lease().await;
                follower.sweep().await;
                continue;
            }
            delivery = media.recv() => delivery,
        };
        match delivery {
            Some(delivery) => follower.take(delivery).await,
            None => break,
        }
    }
    follower.let_go().await;
    Ok(())
}

struct Follower {
    domain: Domain,
    node: String,
    lifecycle: Lifecycle,
    /// Since when it holds the lease and hears everything; `None` while another does.
    following_since: Option<Instant>,
}

impl Follower {
    async fn seek_lease(&mut self) {
        let held = self.domain.bus.acquire(LEASE, &self.node, LEASE_TTL).await;
        match held {
            Ok(true) if self.following_since.is_none() => {
                tracing::info!("following the media services");
                self.lifecycle.forget();
                self.following_since = Some(Instant::now());
            }
            Ok(true) => {}
            Ok(false) => {
                if self.following_since.take().is_some() {
                    tracing::info!("another worker follows the media services now");
                }
            }
            Err(error) => {
                self.following_since = None;
                tracing::warn!(%error, "can't renew the lease on the media services");
            }
        }
    }

    async fn take(&mut self, delivery: Delivery) {
        if self.following_since.is_none() {
            return;
        }
        match delivery {
            Delivery::Event(event) => {
                // What fails here is repaired by the next heartbeat, or by the sweep.
                if let Err(error) = self.lifecycle.apply(&self.domain, &event).await {
                    tracing::warn!(%error, "can't apply what a media service told");
                }
            }
            Delivery::Gap => self.following_since = Some(Instant::now()),
        }
    }

    async fn sweep(&self) {
        let patience = Duration::from_secs(self.domain.config.live.heartbeat_timeout_s);
        let listened = self.following_since.map(|since| since.elapsed());
        if listened.is_some_and(|listened| listened >= patience) {
            if let Err(error) = live::sweep(&self.domain).await {
                tracing::warn!(%error, "can't look for silent streams now");
            }
            if let Err(error) = live::watch::forget_gone(&self.domain).await {
                tracing::warn!(%error, "can't look for viewers that are gone now");
            }
        }
    }

    async fn let_go(&self) {
        if self.following_since.is_some()
            && let Err(error) = self.domain.bus.release(LEASE, &self.node).await
        {
            tracing::debug!(%error, "the lease will end by itself");
        }
    }
}
