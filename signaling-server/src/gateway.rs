//! What all sockets of this gateway share.

use crate::{feed, room::Room, users::Users};
use live_domain::{Domain, Result};
use live_protocol::StreamId;
use live_service::Shutdown;
use parking_lot::Mutex;
use socketioxide::{SocketIo, socket::Sid};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// The gateway. Cheap to clone.
#[derive(Clone)]
pub struct Gateway(Arc<Inner>);

struct Inner {
    domain: Domain,
    io: SocketIo,
    shutdown: Shutdown,
    node: String,
    rooms: Mutex<HashMap<StreamId, Arc<Room>>>,
    users: Users,
    sockets: AtomicUsize,
    addresses: Mutex<HashMap<IpAddr, usize>>,
}

impl Gateway {
    pub(crate) fn new(domain: Domain, io: SocketIo, shutdown: Shutdown) -> Self {
        let node = domain.config.services.node();
        Self(Arc::new(Inner {
            domain,
            io,
            shutdown,
            node,
            rooms: Mutex::default(),
            users: Users::default(),
            sockets: AtomicUsize::new(0),
            addresses: Mutex::default(),
        }))
    }

    pub(crate) fn domain(&self) -> &Domain {
        &self.0.domain
    }

    pub(crate) fn io(&self) -> &SocketIo {
        &self.0.io
    }

    pub(crate) fn shutdown(&self) -> &Shutdown {
        &self.0.shutdown
    }

    /// This gateway's name among the parts of a gauge.
    pub(crate) fn node(&self) -> &str {
        &self.0.node
    }

    pub(crate) fn users(&self) -> &Users {
        &self.0.users
    }

    /// Counts a socket in. False, and nothing is counted, where a limit is reached.
    pub(crate) fn admit(&self, addr: IpAddr) -> bool {
        let limits = &self.0.domain.config.limits;
        let mut addresses = self.0.addresses.lock();
        let of_addr = addresses.get(&addr).copied().unwrap_or(0);
        if of_addr >= limits.sockets_per_ip_max
            || self.0.sockets.load(Ordering::Relaxed) >= limits.sockets_max
        {
            return false;
        }
        addresses.insert(addr, of_addr + 1);
        let sockets = self.0.sockets.fetch_add(1, Ordering::Relaxed) + 1;
        drop(addresses);
        gauge(sockets);
        true
    }

    /// Counts a socket out that was counted in.
    pub(crate) fn dismiss(&self, addr: IpAddr) {
        let mut addresses = self.0.addresses.lock();
        if let Some(count) = addresses.get_mut(&addr) {
            *count -= 1;
            if *count == 0 {
                addresses.remove(&addr);
            }
        }
        let sockets = self.0.sockets.fetch_sub(1, Ordering::Relaxed) - 1;
        drop(addresses);
        gauge(sockets);
    }

    /// Makes `sid` a member of the stream's room and waits until what happens there is heard.
    pub(crate) async fn enter(
        &self,
        stream_id: StreamId,
        sid: Sid,
        viewer: String,
    ) -> Result<Arc<Room>> {
        let room = {
            let mut rooms = self.0.rooms.lock();
            let room = rooms.entry(stream_id).or_insert_with(|| {
                let room = Arc::new(Room::new(stream_id));
                self.0
                    .shutdown
                    .spawn(feed::run(self.clone(), Arc::clone(&room)));
                room
            });
            // Under the lock of the map: an empty room is removed under it too.
            room.insert(sid, viewer);
            Arc::clone(room)
        };
        if let Err(error) = room.heard().await {
            room.remove(sid);
            return Err(error);
        }
        Ok(room)
    }

    /// The rooms with members here, and those whose last member left and that were not closed yet.
    pub(crate) fn rooms(&self) -> Vec<Arc<Room>> {
        self.0.rooms.lock().values().cloned().collect()
    }

    /// The stream's room, if it has members here.
    pub(crate) fn room(&self, stream_id: StreamId) -> Option<Arc<Room>> {
        self.0.rooms.lock().get(&stream_id).cloned()
    }

    /// Closes a room unless someone came in meanwhile.
    pub(crate) fn close_if_empty(&self, room: &Room) {
        let mut rooms = self.0.rooms.lock();
        if room.is_empty() {
            rooms.remove(&room.stream_id());
            room.close();
        }
    }
}

fn gauge(sockets: usize) {
    #[expect(clippy::cast_precision_loss, reason = "a metric")]
    metrics::gauge!("live_sockets").set(sockets as f64);
}
