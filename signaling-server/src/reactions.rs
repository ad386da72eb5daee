//! Reactions are gathered and stored and told in batches, however fast people tap.

use crate::Gateway;
use live_domain::live;
use std::time::Duration;
use tokio::time::MissedTickBehavior;

pub(crate) fn start(gateway: &Gateway) {
    let task = gateway.clone();
    gateway.shutdown().spawn(async move {
        let every = Duration::from_millis(task.domain().config.live.reaction_batch_ms.max(50));
        let mut ticks = tokio::time::interval(every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = task.shutdown().stopping() => break,
                _ = ticks.tick() => flush(&task).await,
            }
        }
        flush(&task).await;
    });
}

async fn flush(gateway: &Gateway) {
    for room in gateway.rooms() {
        let counts = room.take_reactions();
        if counts.is_empty() {
            continue;
        }
        let stream_id = room.stream_id();
        if let Err(error) = live::react::add(gateway.domain(), stream_id, counts).await {
            // Lost: a heart that comes late is worse than one that doesn't.
            tracing::warn!(%stream_id, %error, "a batch of reactions is lost");
        }
    }
}
