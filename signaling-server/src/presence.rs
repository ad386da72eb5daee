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
    recorded_at: Instant,
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
        let part = live::watch::gauge(stream_id);
        domain
            .bus
            .report(&part, gateway.node(), own, REPORT_TTL)
            .await?;
    }
    let total = live::watch::viewers(domain, stream_id).await?;
    let changed = before.is_none_or(|before| before.total != total);
    if changed {
        let event = ServerEvent::Viewers(Viewers {
            stream_id,
            viewers: total,
        });
        feed::emit(gateway, room.name(), &event).await;
    }
    if due || changed {
        let watched = before.map_or(Duration::ZERO, |before| {
            let viewers = u32::try_from(before.own).unwrap_or(u32::MAX);
            now.duration_since(before.recorded_at)
                .saturating_mul(viewers)
        });
        live::watch::record(domain, stream_id, total, watched).await?;
        let reported_at = match before {
            Some(before) if !due => before.reported_at,
            _ => now,
        };
        told.insert(
            stream_id,
            Told {
                own,
                total,
                reported_at,
                recorded_at: now,
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
        let part = live::watch::gauge(*stream_id);
        let bus = &gateway.domain().bus;
        let taken = bus.report(&part, gateway.node(), 0, REPORT_TTL).await;
        if taken.is_err() {
            return;
        }
    }
}
