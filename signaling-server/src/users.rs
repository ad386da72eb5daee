//! The users who are here: what is for a user goes to all their sockets.

use crate::{Gateway, feed};
use live_bus::{Delivery, Topic};
use live_protocol::{UserId, event::BusEvent};
use parking_lot::Mutex;
use socketioxide::{extract::SocketRef, socket::Sid};
use std::collections::{HashMap, HashSet};
use tokio_util::sync::CancellationToken;

#[derive(Default)]
pub(crate) struct Users(Mutex<HashMap<UserId, User>>);

struct User {
    sockets: HashSet<Sid>,
    left: CancellationToken,
}

impl Users {
    /// A socket of `user_id` is here; the first one starts listening for the user.
    pub(crate) fn enter(&self, gateway: &Gateway, socket: &SocketRef, user_id: UserId) -> Guest {
        socket.join(room_name(user_id));
        let mut users = self.0.lock();
        let user = users.entry(user_id).or_insert_with(|| {
            let left = CancellationToken::new();
            gateway
                .shutdown()
                .spawn(listen(gateway.clone(), user_id, left.clone()));
            User {
                sockets: HashSet::new(),
                left,
            }
        });
        user.sockets.insert(socket.id);
        Guest {
            gateway: gateway.clone(),
            sid: socket.id,
            user_id,
        }
    }

    /// A socket left; the last one ends the listening.
    fn leave(&self, sid: Sid, user_id: UserId) {
        let mut users = self.0.lock();
        if let Some(user) = users.get_mut(&user_id) {
            user.sockets.remove(&sid);
            if user.sockets.is_empty() {
                user.left.cancel();
                users.remove(&user_id);
            }
        }
    }
}

/// A user's socket, listened for until this is dropped.
pub(crate) struct Guest {
    gateway: Gateway,
    sid: Sid,
    user_id: UserId,
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.gateway.users().leave(self.sid, self.user_id);
    }
}

/// The Socket.IO room of a user's sockets.
pub(crate) fn room_name(user_id: UserId) -> String {
    format!("user:{user_id}")
}

async fn listen(gateway: Gateway, user_id: UserId, left: CancellationToken) {
    let stopping = gateway.shutdown().soft().clone();
    let listening = async {
        let mut subscription = feed::subscribe_until_it_works(&gateway, Topic::User(user_id)).await;
        while let Some(delivery) = subscription.recv().await {
            // Health comes every few seconds: nothing to read again after a gap.
            if let Delivery::Event(event) = delivery
                && let BusEvent::User { event, .. } = &*event
            {
                feed::emit(&gateway, room_name(user_id), event).await;
            }
        }
    };
    tokio::select! {
        () = listening => {}
        () = left.cancelled() => {}
        () = stopping.cancelled() => {}
    }
}
