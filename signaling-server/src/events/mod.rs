//! What a client may emit, one event a file. Each is parsed, counted against the socket's budget,
//! given to one rule, and acknowledged.

mod authenticate;
mod comment;
mod delete_comment;
mod join;
mod leave;
mod react;

use crate::{Gateway, refusal, visitor::Visitor};
use live_domain::{Error, Result};
use live_protocol::socket::client_event;
use serde::{Serialize, de::DeserializeOwned};
use socketioxide::{
    ParserError,
    extract::{AckSender, SocketRef, TryData},
};

/// Listens to all events of a socket.
pub(crate) fn listen(socket: &SocketRef, gateway: &Gateway) {
    on(socket, gateway, client_event::JOIN, join::handle);
    on(socket, gateway, client_event::LEAVE, leave::handle);
    on(socket, gateway, client_event::COMMENT, comment::handle);
    on(
        socket,
        gateway,
        client_event::DELETE_COMMENT,
        delete_comment::handle,
    );
    on(socket, gateway, client_event::REACT, react::handle);
    on(
        socket,
        gateway,
        client_event::AUTHENTICATE,
        authenticate::handle,
    );
}

/// Who emitted an event.
pub(crate) struct Call {
    pub(crate) gateway: Gateway,
    pub(crate) socket: SocketRef,
    pub(crate) visitor: Visitor,
}

fn on<T, A, F, Fut>(socket: &SocketRef, gateway: &Gateway, name: &'static str, handle: F)
where
    T: DeserializeOwned + Send + Sync + 'static,
    A: Serialize + Send + 'static,
    F: Fn(Call, T) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Result<A>> + Send + 'static,
{
    let gateway = gateway.clone();
    socket.on(
        name,
        async move |socket: SocketRef, TryData(data): TryData<T>, sender: AckSender| {
            let outcome = answer(gateway, socket, data, handle).await;
            let outcome_name = if outcome.is_ok() { "ok" } else { "refused" };
            metrics::counter!("live_socket_events_total", "event" => name,
                "outcome" => outcome_name)
            .increment(1);
            // The socket may be gone; nobody waits for the answer then.
            let _ = sender.send(&refusal::ack(outcome));
        },
    );
}

async fn answer<T, A, F, Fut>(
    gateway: Gateway,
    socket: SocketRef,
    data: Result<T, ParserError>,
    handle: F,
) -> Result<A>
where
    F: Fn(Call, T) -> Fut,
    Fut: Future<Output = Result<A>>,
{
    let visitor = Visitor::of(&socket)?;
    visitor.spend()?;
    let data = data.map_err(|error| Error::field("data", error.to_string()))?;
    handle(
        Call {
            gateway,
            socket,
            visitor,
        },
        data,
    )
    .await
}
