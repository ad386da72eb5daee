//! A stream's room.

use super::{Listener, done, failure, plain, typed};
use crate::state::failure::Failure;
use live_protocol::{
    CommentId, StreamId,
    comment::Comment,
    live::ReactionKind,
    socket::{Joined, ServerEvent},
};
use serde::Serialize;
use uuid::Uuid;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "/assets/sdk.js")]
extern "C" {
    #[wasm_bindgen(js_name = joinRoom)]
    fn js_join_room(stream_id: &str, options: JsValue, listener: &Listener) -> RoomHandle;

    #[derive(Debug, Clone)]
    type RoomHandle;
    #[wasm_bindgen(method, catch)]
    async fn send(this: &RoomHandle, body: String, client_id: String) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = deleteComment)]
    async fn delete_comment(this: &RoomHandle, id: String) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method)]
    fn react(this: &RoomHandle, kind: &str, count: u32);
    #[wasm_bindgen(method)]
    fn retry(this: &RoomHandle);
    #[wasm_bindgen(method)]
    fn leave(this: &RoomHandle);
}

#[derive(Serialize)]
struct Options {
    #[serde(rename = "playbackToken")]
    playback_token: Option<String>,
}

/// What happens in a room.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum RoomEvent {
    /// Joined, for the first time or again, with the comments that were not seen yet.
    Joined(Joined),
    /// The line is lost; the SDK tries again.
    Lost,
    /// The server does not let us in.
    Refused(Failure),
    /// What the server emitted.
    Server(ServerEvent),
}

/// A room that was joined; dropping it leaves.
#[derive(Debug)]
pub(crate) struct Handle {
    js: RoomHandle,
    _listener: Listener,
}

impl Handle {
    /// Joins, a private stream's with the token of an invitation; `on` hears what happens until
    /// the handle is dropped.
    pub(crate) fn join(
        stream: StreamId,
        playback_token: Option<String>,
        mut on: impl FnMut(RoomEvent) + 'static,
    ) -> Self {
        let listener = Listener::new(move |name: String, data: JsValue| {
            if let Some(event) = event(&name, data) {
                on(event);
            }
        });
        let options = plain(&Options { playback_token });
        Self {
            js: js_join_room(&stream.to_string(), options, &listener),
            _listener: listener,
        }
    }

    /// Sends a comment under an id of the caller's: tried again under it, it is stored once.
    pub(crate) fn send(
        &self,
        body: &str,
        client_id: Uuid,
    ) -> impl Future<Output = Result<Comment, Failure>> + use<> {
        let (js, body) = (self.js.clone(), body.to_owned());
        async move { typed(js.send(body, client_id.to_string()).await) }
    }

    /// Deletes a comment.
    pub(crate) fn delete(
        &self,
        id: CommentId,
    ) -> impl Future<Output = Result<(), Failure>> + use<> {
        let js = self.js.clone();
        async move { done(js.delete_comment(id.to_string()).await) }
    }

    /// Reacts once; the SDK gathers taps.
    pub(crate) fn react(&self, kind: ReactionKind) {
        self.js.react(kind.as_str(), 1);
    }

    /// Tries again after a refusal.
    pub(crate) fn retry(&self) {
        self.js.retry();
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.js.leave();
    }
}

/// None for what this version does not understand.
fn event(name: &str, data: JsValue) -> Option<RoomEvent> {
    Some(match name {
        "joined" => RoomEvent::Joined(serde_wasm_bindgen::from_value(data).ok()?),
        "lost" => RoomEvent::Lost,
        "refused" => RoomEvent::Refused(failure(data)),
        "server" => RoomEvent::Server(serde_wasm_bindgen::from_value(data).ok()?),
        _ => return None,
    })
}
