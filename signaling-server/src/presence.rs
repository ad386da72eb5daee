//! Who watches: each gateway reports its part, everyone adds up, and tells its own members when
//! the sum changes, once a second at most.
//!
//! A person counts once on a gateway, however many tabs they have; one who is on two gateways at
//! a time counts twice.

use crate::{Gateway, feed, room::Room};
use live_domain::live;
use live_protocol::{
    StreamId,
    socket::{ServerEvent, Viewers},
};
use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::time::MissedTickBehavior;

/// How often changes are looked for.
const TICK: Duration = Duration::from_secs(1);
/// How often a part that did not change is reported, and watch time stored.
const REPORT_EVERY: Duration = Duration::from_secs(5);
/// How long a report holds: that of a gateway that died is forgotten after it.
const REPORT_TTL: Duration = Duration::from_secs(15);

/// What was last told of a room.
struct Told {
    own: i64,
    total: i64,
    reported_at: Instant,
}

pub(crate) fn start(gateway: &Gateway) {
    let task = gateway.clone();
    gateway.shutdown().spawn(async move {
        let mut told = HashMap::new();
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = task.shutdown().stopping() => break,
                _ = ticks.tick() => tick(&task, &mut told).await,
            }
        }
        take_back(&task, &told).await;
    });
}

async fn tick(gateway: &Gateway, told: &mut HashMap<StreamId, Told>) {
    for room in gateway.rooms() {
        if let Err(error) = look(gateway, &room, told).await {
            let stream_id = room.stream_id();
            tracing::debug!(%stream_id, %error, "can't count viewers now; trying again");
        }
    }
}

async fn look(
    gateway: &Gateway,
    room: &Arc<Room>,
    told: &mut HashMap<StreamId, Told>,
) -> live_domain::Result<()> {
    let domain = gateway.domain();
    let stream_id = room.stream_id();
    let now = Instant::now();
    let own = room.viewers();
    let before = told.get(&stream_id);
    let due = before.is_none_or(|before| {
        before.own != own || now.duration_since(before.reported_at) >= REPORT_EVERY
    });
    if due {
        domain
            .bus
            .report(&gauge(stream_id), gateway.node(), own, REPORT_TTL)
            .await?;
    }
    let total = domain.bus.total(&gauge(stream_id)).await?.max(0);
    if before.is_none_or(|before| before.total != total) {
        let event = ServerEvent::Viewers(Viewers {
            stream_id,
            viewers: total,
        });
        feed::emit(gateway, room.name(), &event).await;
    }
    if due || before.is_none_or(|before| before.total != total) {
        let since = before.map_or(now, |before| before.reported_at);
        let watched = before.map_or(0, |before| before.own);
        let viewers = u32::try_from(watched).unwrap_or(u32::MAX);
        let watched = now.duration_since(since).saturating_mul(viewers);
        live::watch::record(domain, stream_id, total, watched).await?;
        told.insert(
            stream_id,
            Told {
                own,
                total,
                reported_at: now,
            },
        );
    }
    if own == 0 {
        told.remove(&stream_id);
        gateway.close_if_empty(room);
    }
    Ok(())
}

/// At the end this gateway's part is taken back, so that it does not count until it is stale.
async fn take_back(gateway: &Gateway, told: &HashMap<StreamId, Told>) {
    for stream_id in told.keys() {
        let gauge = gauge(*stream_id);
        let bus = &gateway.domain().bus;
        let taken = bus.report(&gauge, gateway.node(), 0, REPORT_TTL).await;
        if taken.is_err() {
            return;
        }
    }
}

fn gauge(stream_id: StreamId) -> String {
    format!("viewers:{stream_id}")
}
