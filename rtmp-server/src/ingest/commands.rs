//! What other services tell this one.

use crate::{Context, origin::lease_key};
use live_bus::{Delivery, Subscription, Topic};
use live_protocol::event::BusEvent;
use std::time::Duration;

/// How often leases are renewed and ended streams swept.
const RENEW_EVERY: Duration = Duration::from_secs(5);
/// Pause before another try to subscribe.
const RETRY_PAUSE: Duration = Duration::from_millis(250);

/// Heeds commands, and hears which streams other nodes got.
pub(crate) fn follow(context: &Context) {
    for topic in [Topic::Control, Topic::Media] {
        let task = context.clone();
        context.shutdown.spawn(async move {
            let soft = task.shutdown.soft().clone();
            soft.run_until_cancelled(listen(&task, topic)).await;
        });
    }
}

async fn listen(context: &Context, topic: Topic) {
    let mut subscription = subscribe(context, topic).await;
    while let Some(delivery) = subscription.recv().await {
        // After a gap, leases tell of lost take-overs, and the publish hook refuses encoders of
        // streams that were ended unheard, as soon as they connect again.
        if let Delivery::Event(event) = delivery {
            heed(context, &event).await;
        }
    }
}

async fn subscribe(context: &Context, topic: Topic) -> Subscription {
    loop {
        match context.bus.subscribe(topic).await {
            Ok(subscription) => return subscription,
            Err(error) => {
                tracing::warn!(%topic, %error, "can't listen to the bus yet");
                tokio::time::sleep(RETRY_PAUSE).await;
            }
        }
    }
}

async fn heed(context: &Context, event: &BusEvent) {
    match event {
        BusEvent::EndStream { stream_id, .. } => context.desk.end(context, *stream_id).await,
        BusEvent::SetVisibility {
            stream_id,
            visibility,
        } => {
            context.streams.set_visibility(*stream_id, *visibility);
        }
        BusEvent::RevokePublisher { stream_id } => context.desk.cut(*stream_id),
        BusEvent::Published {
            stream_id, node, ..
        } if *node != context.node() => {
            context.desk.yield_to_other(context, *stream_id);
        }
        _ => {}
    }
}

/// Forgets streams that ended a while ago, here and on the bus.
async fn sweep(context: &Context) {
    let url = context.advertised_url();
    for id in context.streams.sweep() {
        if let Err(error) = context.bus.release(&lease_key(id), &url).await {
            // It runs out by itself.
            tracing::debug!(stream_id = %id, %error, "can't give a lease back");
        }
    }
}

/// Keeps the leases on this node's streams, and forgets streams that ended a while ago.
pub(crate) fn keep_leases(context: &Context) {
    let task = context.clone();
    context.shutdown.spawn(async move {
        let mut ticks = tokio::time::interval(RENEW_EVERY);
        loop {
            tokio::select! {
                () = task.shutdown.stopping() => return,
                _ = ticks.tick() => {
                    task.desk.renew_leases(&task).await;
                    sweep(&task).await;
                }
            }
        }
    });
}
