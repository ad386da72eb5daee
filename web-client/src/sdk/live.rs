//! Streams.

use super::{call, plain, typed};
use crate::state::failure::Failure;
use live_protocol::{
    Page, StreamId,
    comment::Comment,
    live::{
        Category, CreateStream, PlaybackToken, Stream, StreamKey, StreamState, StreamStats,
        UpdateStream,
    },
};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "/assets/sdk.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = uploadThumbnail)]
    async fn js_upload_thumbnail(
        id: &str,
        file: &web_sys::File,
        on_progress: &Closure<dyn FnMut(f64)>,
    ) -> Result<JsValue, JsValue>;
}

#[derive(Default, Serialize)]
struct Which<'a> {
    category: Option<&'a str>,
    cursor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u32>,
    #[serde(rename = "playbackToken", skip_serializing_if = "Option::is_none")]
    playback_token: Option<&'a str>,
}

/// Streams that are live.
pub(crate) async fn list(
    category: Option<&str>,
    cursor: Option<&str>,
) -> Result<Page<Stream>, Failure> {
    let which = Which {
        category,
        cursor,
        ..Which::default()
    };
    call("live.list", &[plain(&which)]).await
}

/// The categories.
pub(crate) async fn categories() -> Result<Vec<Category>, Failure> {
    call("live.categories", &[]).await
}

/// One's own stream that is not over, if there is one.
pub(crate) async fn open_stream() -> Result<Option<Stream>, Failure> {
    let which = Which {
        limit: Some(5),
        ..Which::default()
    };
    let page: Page<Stream> = call("live.mine", &[plain(&which)]).await?;
    let open = page
        .items
        .into_iter()
        .find(|s| s.state != StreamState::Ended);
    match open {
        // A list need not say where the media goes; the stream itself does.
        Some(stream) if stream.ingest.is_none() => get(stream.id, None).await.map(Some),
        open => Ok(open),
    }
}

/// A stream; a private one with the token of an invitation.
pub(crate) async fn get(id: StreamId, playback_token: Option<&str>) -> Result<Stream, Failure> {
    let which = Which {
        playback_token,
        ..Which::default()
    };
    call("live.get", &[id.to_string().into(), plain(&which)]).await
}

/// A token that lets its holder watch a private stream of one's own.
pub(crate) async fn invite(id: StreamId) -> Result<PlaybackToken, Failure> {
    call("live.playbackToken", &[id.to_string().into()]).await
}

/// Creates a stream.
pub(crate) async fn create(request: &CreateStream) -> Result<Stream, Failure> {
    call("live.create", &[plain(request)]).await
}

/// Changes a stream.
pub(crate) async fn update(id: StreamId, changes: &UpdateStream) -> Result<Stream, Failure> {
    call("live.update", &[id.to_string().into(), plain(changes)]).await
}

/// Sets the stream's picture; `progress` hears from 0 to 1.
pub(crate) async fn upload_thumbnail(
    id: StreamId,
    file: &web_sys::File,
    progress: impl FnMut(f64) + 'static,
) -> Result<Stream, Failure> {
    let progress = Closure::new(progress);
    typed(js_upload_thumbnail(&id.to_string(), file, &progress).await)
}

/// Goes back to the picture that is made of the video.
pub(crate) async fn remove_thumbnail(id: StreamId) -> Result<Stream, Failure> {
    call("live.removeThumbnail", &[id.to_string().into()]).await
}

/// Ends a stream.
pub(crate) async fn end(id: StreamId) -> Result<Stream, Failure> {
    call("live.end", &[id.to_string().into()]).await
}

/// Makes a new key; the old one stops working.
pub(crate) async fn rotate_key() -> Result<StreamKey, Failure> {
    call("live.rotateKey", &[]).await
}

/// Statistics of one's own stream.
pub(crate) async fn stats(id: StreamId) -> Result<StreamStats, Failure> {
    call("live.stats", &[id.to_string().into()]).await
}

/// A page of the chat's history, newest first.
pub(crate) async fn comments(
    id: StreamId,
    cursor: Option<&str>,
    playback_token: Option<&str>,
) -> Result<Page<Comment>, Failure> {
    let which = Which {
        cursor,
        playback_token,
        limit: Some(100),
        ..Which::default()
    };
    call("live.comments", &[id.to_string().into(), plain(&which)]).await
}
