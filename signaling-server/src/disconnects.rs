//! Sockets that must close: their session ended, or their token did.

use crate::{Gateway, feed, users, visitor::Visitor};
use live_bus::{Delivery, Topic};
use live_protocol::{
    event::BusEvent,
    socket::{ServerEvent, SessionEnded},
};
use socketioxide::extract::SocketRef;
use std::time::Duration;

/// How long a socket may stay after its token's end: clients renew it before.
const GRACE: Duration = Duration::from_mins(1);
/// How often tokens are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(10);

pub(crate) fn start(gateway: &Gateway) {
    let task = gateway.clone();
    gateway.shutdown().spawn(async move {
        let stopping = task.shutdown().soft().clone();
        stopping.run_until_cancelled(listen(&task)).await;
    });
}

async fn listen(gateway: &Gateway) {
    let mut subscription = feed::subscribe_until_it_works(gateway, Topic::Disconnects).await;
    let mut look = tokio::time::interval(LOOK_EVERY);
    loop {
        tokio::select! {
            delivery = subscription.recv() => match delivery {
                Some(Delivery::Event(event)) => heed(gateway, &event),
                // What was missed is found when the token is renewed, at its end at the latest.
                Some(Delivery::Gap) => {}
                None => return,
            },
            _ = look.tick() => end_expired(gateway),
        }
    }
}

fn heed(gateway: &Gateway, event: &BusEvent) {
    let BusEvent::Disconnect {
        user_id,
        session_id,
        except,
        reason,
    } = event
    else {
        return;
    };
    for socket in gateway.io().within(users::room_name(*user_id)).sockets() {
        let session = Visitor::of(&socket)
            .ok()
            .and_then(|visitor| visitor.actor());
        let Some(session) = session.map(|actor| actor.session_id) else {
            continue;
        };
        let meant = session_id.is_none_or(|meant| meant == session) && *except != Some(session);
        if meant {
            end(socket, reason.text());
        }
    }
}

fn end_expired(gateway: &Gateway) {
    let now = gateway.domain().clock.now();
    for socket in gateway.io().sockets() {
        let identity = Visitor::of(&socket)
            .ok()
            .and_then(|visitor| visitor.identity());
        if identity.is_some_and(|identity| now > identity.until.plus(GRACE)) {
            end(socket, "Your log-in was not renewed");
        }
    }
}

fn end(socket: SocketRef, reason: &str) {
    let event = ServerEvent::SessionEnded(SessionEnded {
        reason: reason.to_owned(),
    });
    if let ServerEvent::SessionEnded(data) = &event {
        // It may be gone already.
        let _ = socket.emit(event.name(), data);
    }
    let _ = socket.disconnect();
}
