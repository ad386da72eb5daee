//! Which streams are being published here, and which wait for their encoder to come back.
//!
//! The invariant: of each stream there is one publisher at most, the newest; whoever is told to
//! go ([`Seat::gone`]) has no say any more. A stream ends here once: by command, or when its
//! reconnect window is over.

use crate::{
    Context,
    origin::{Publisher, lease_key},
};
use live_bus::Topic;
use live_hls::HlsError;
use live_protocol::{StreamId, event::BusEvent, hooks::PublishGrant};
use parking_lot::Mutex;
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio_util::sync::CancellationToken;

/// How long a lease on a stream holds without a renewal.
const LEASE_TTL: Duration = Duration::from_secs(15);

#[derive(Clone, Default)]
pub(crate) struct Desk(Arc<Inner>);

#[derive(Default)]
struct Inner {
    streams: Mutex<HashMap<StreamId, Entry>>,
    seats: AtomicU64,
}

struct Entry {
    /// The newest publisher's number.
    seat: u64,
    /// Tells that publisher to go.
    gone: CancellationToken,
    interrupted: bool,
}

/// A publisher's place.
pub(crate) struct Seat {
    pub(crate) publisher: Publisher,
    number: u64,
    gone: CancellationToken,
}

impl Seat {
    /// Cancelled when this publisher must go: another took over, or the stream was ended.
    pub(crate) const fn gone(&self) -> &CancellationToken {
        &self.gone
    }
}

impl Desk {
    /// An encoder begins to publish; one that is still there must go.
    pub(crate) async fn begin(
        &self,
        context: &Context,
        grant: &PublishGrant,
    ) -> Result<Seat, HlsError> {
        let id = grant.stream_id;
        let number = self.0.seats.fetch_add(1, Ordering::Relaxed) + 1;
        let gone = CancellationToken::new();
        let publisher = {
            let mut streams = self.0.streams.lock();
            // Under the lock: the newest seat and the newest publisher are the same one.
            let publisher = context.streams.publish(id, grant.visibility)?;
            let entry = Entry {
                seat: number,
                gone: gone.clone(),
                interrupted: false,
            };
            if let Some(before) = streams.insert(id, entry) {
                before.gone.cancel();
            }
            publisher
        };
        let url = context.advertised_url();
        if let Err(error) = context.bus.seize(&lease_key(id), &url, LEASE_TTL).await {
            tracing::warn!(stream_id = %id, %error, "can't tell others who has the stream yet");
        }
        let (node, at) = (context.node(), context.clock.now());
        tell(
            context,
            BusEvent::Published {
                stream_id: id,
                node,
                at,
            },
        )
        .await;
        Ok(Seat {
            publisher,
            number,
            gone,
        })
    }

    /// The encoder left: the stream waits `rtmp.reconnect_window_s` for it and ends then.
    pub(crate) async fn leave(&self, context: &Context, seat: Seat) {
        let id = seat.publisher.stream_id();
        let number = seat.number;
        drop(seat);
        if !self.mark_interrupted(id, number) {
            return;
        }
        let (node, at) = (context.node(), context.clock.now());
        tell(
            context,
            BusEvent::Interrupted {
                stream_id: id,
                node,
                at,
            },
        )
        .await;
        let (desk, context) = (self.clone(), context.clone());
        context.shutdown.clone().spawn(async move {
            let window = Duration::from_secs(context.config.rtmp.reconnect_window_s);
            tokio::select! {
                () = tokio::time::sleep(window) => {}
                // The next process or node may get the encoder: the stream is not ended here.
                () = context.shutdown.stopping() => return,
            }
            if desk.remove_if_interrupted(id, number) {
                tracing::info!(stream_id = %id, "the encoder did not come back");
                end(&context, id).await;
            }
        });
    }

    fn mark_interrupted(&self, id: StreamId, number: u64) -> bool {
        let mut streams = self.0.streams.lock();
        match streams.get_mut(&id) {
            Some(entry) if entry.seat == number => {
                entry.interrupted = true;
                true
            }
            _ => false,
        }
    }

    fn remove_if_interrupted(&self, id: StreamId, number: u64) -> bool {
        let mut streams = self.0.streams.lock();
        let over = streams
            .get(&id)
            .is_some_and(|entry| entry.seat == number && entry.interrupted);
        if over {
            streams.remove(&id);
        }
        over
    }

    /// The stream is over by command: the publisher goes and the playlist ends.
    pub(crate) async fn end(&self, context: &Context, id: StreamId) {
        if self.remove(id) {
            end(context, id).await;
        }
    }

    /// The publisher is cut; the stream waits for one as if it had left.
    pub(crate) fn cut(&self, id: StreamId) {
        if let Some(entry) = self.0.streams.lock().get(&id) {
            entry.gone.cancel();
        }
    }

    /// Another node has the stream now: what is here is forgotten without a word.
    pub(crate) fn yield_to_other(&self, context: &Context, id: StreamId) {
        if self.remove(id) {
            tracing::info!(stream_id = %id, "another node has the stream now");
        }
        context.streams.forget(id);
    }

    fn remove(&self, id: StreamId) -> bool {
        self.0.streams.lock().remove(&id).is_some_and(|entry| {
            entry.gone.cancel();
            true
        })
    }

    /// The streams that this node has, published or waiting.
    pub(crate) fn all(&self) -> Vec<StreamId> {
        self.0.streams.lock().keys().copied().collect()
    }

    /// The streams whose encoder is here.
    pub(crate) fn published(&self) -> Vec<StreamId> {
        let streams = self.0.streams.lock();
        streams
            .iter()
            .filter(|(_, entry)| !entry.interrupted)
            .map(|(id, _)| *id)
            .collect()
    }

    /// Renews the leases on this node's streams.
    pub(crate) async fn renew_leases(&self, context: &Context) {
        let url = context.advertised_url();
        for id in self.all() {
            match context.bus.acquire(&lease_key(id), &url, LEASE_TTL).await {
                Ok(true) => {}
                // The other node's announcement was lost.
                Ok(false) => self.yield_to_other(context, id),
                Err(error) => {
                    tracing::warn!(%error, "can't renew the leases on streams; trying again");
                    return;
                }
            }
        }
    }
}

/// The playlist ends and everyone is told. The lease runs out by itself, so that other nodes find
/// the ended playlist for a while.
async fn end(context: &Context, id: StreamId) {
    context.streams.finish(id);
    let (node, at) = (context.node(), context.clock.now());
    tell(
        context,
        BusEvent::Unpublished {
            stream_id: id,
            node,
            at,
        },
    )
    .await;
}

/// What is not heard is made good: heartbeats set a stream live, and silence ends it.
pub(crate) async fn tell(context: &Context, event: BusEvent) {
    if let Err(error) = context.bus.publish(Topic::Media, event).await {
        tracing::warn!(%error, "could not tell what happened to a stream");
    }
}
