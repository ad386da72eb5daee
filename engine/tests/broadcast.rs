//! A broadcast through the whole engine: its own API makes the stream, FFmpeg sends it, anyone
//! watches it.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect fails"
)]

use live_protocol::{
    Page,
    live::{Stream, StreamKey},
};
use live_testing::{TestApp, TestUser, WAIT_MAX, good, wait_for};
use reqwest::Method;
use serde_json::json;
use std::process::Stdio;
use tokio::{
    process::{Child, Command},
    time::timeout,
};

/// FFmpeg sends a picture and a tone in real time, until it is killed or cut.
fn ffmpeg(server: &str, key: &str) -> Child {
    let mut command = Command::new("ffmpeg");
    let (video, audio) = ("testsrc2=size=320x180:rate=30", "sine=sample_rate=48000");
    command
        .args(["-hide_banner", "-loglevel", "warning"])
        .args(["-re", "-f", "lavfi", "-i", video])
        .args(["-re", "-f", "lavfi", "-i", audio])
        .args(["-c:v", "libx264", "-preset", "ultrafast", "-g", "30"])
        .args(["-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "flv"])
        .arg(format!("{server}/{key}"))
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command.spawn().unwrap()
}

/// How a push ended that the server ended.
async fn failure(encoder: Child) -> String {
    let ending = timeout(WAIT_MAX, encoder.wait_with_output()).await;
    let output = ending.expect("the encoder ends").unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

async fn watch(app: &TestApp, address: &str) -> Option<String> {
    let answer = app.get(address).send().await.ok()?;
    let text = answer.error_for_status().ok()?.text().await.ok()?;
    Some(text)
}

async fn live(app: &TestApp) -> Vec<Stream> {
    let page: Page<Stream> = good(app.get("/api/live")).await;
    page.items
}

async fn rotate_key(app: &TestApp, user: &TestUser) -> String {
    let key: StreamKey = good(app.request_as(user, Method::POST, "/api/live/keys/rotate")).await;
    key.secret.unwrap()
}

#[tokio::test]
async fn a_stream_made_over_the_api_is_sent_by_ffmpeg_and_watched_by_anyone() {
    let app = TestApp::start().await;
    let ada = app.register("ada").await;
    let create = app.request_as(&ada, Method::POST, "/api/live");
    let stream: Stream = good(create.json(&json!({ "title": "Morning show" }))).await;
    let server = stream.ingest.unwrap().rtmp_url;
    let old_key = rotate_key(&app, &ada).await;
    let encoder = ffmpeg(&server, &old_key);
    let shown = wait_for("the stream to be listed", async || {
        live(&app).await.into_iter().next()
    })
    .await;
    assert_eq!(shown.id, stream.id);
    let index = wait_for("the playlist", async || {
        watch(&app, &shown.playback.hls).await
    })
    .await;
    assert!(index.contains("\nvideo.m3u8\n"), "{index}");

    // A new key cuts who has the old one, and the old one opens nothing.
    let new_key = rotate_key(&app, &ada).await;
    failure(encoder).await;
    let told = failure(ffmpeg(&server, &old_key)).await;
    assert!(told.contains("This stream key is not valid"), "{told}");

    // The stream is the same for the new one.
    let media = shown.playback.hls.replace("index.m3u8", "video.m3u8");
    let encoder = ffmpeg(&server, &new_key);
    wait_for("the encoder to be back", async || {
        let text = watch(&app, &media).await?;
        text.contains("#EXT-X-DISCONTINUITY\n").then_some(())
    })
    .await;
    let end = format!("/api/live/{}/end", stream.id);
    let ended: Stream = good(app.request_as(&ada, Method::POST, &end)).await;
    assert_eq!(ended.id, stream.id);
    failure(encoder).await;
    wait_for("the end of the playlist", async || {
        let text = watch(&app, &media).await?;
        text.ends_with("#EXT-X-ENDLIST\n").then_some(())
    })
    .await;
    assert!(live(&app).await.is_empty());
    app.stop().await;
}
