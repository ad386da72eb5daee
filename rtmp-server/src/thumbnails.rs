//! Pictures of what is live: FFmpeg decodes the first picture of the newest segment.
//!
//! Private streams get none: the pictures are for whoever knows the stream's id.
//!
//! One at a time, niced, with a time limit: pictures must never cost a viewer a frame. Without
//! FFmpeg there are none, which is said once.

use crate::{Context, ingest::tell, origin::Streams};
use axum::Router;
use bytes::Bytes;
use http::{HeaderValue, header};
use live_hls::{RenditionId, Resource};
use live_protocol::{StreamId, event::BusEvent};
use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::{io::AsyncWriteExt, process::Command};
use tower::ServiceBuilder;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

/// How often it is looked whose picture is due.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long one picture may take.
const PICTURE_MAX: Duration = Duration::from_secs(10);
/// Bytes of a picture at most.
const PICTURE_BYTES_MAX: usize = 2 * 1024 * 1024;

/// A picture's address has its time in it, and it is made anew every minute or so.
const CACHE: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// Where pictures are kept.
pub(crate) fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("thumbnails")
}

/// Serves the pictures at `/media/thumbnails/{stream}.jpg`.
pub(crate) fn router(data_dir: &Path) -> Router {
    let files = ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::overriding(
            header::CACHE_CONTROL,
            CACHE,
        ))
        .service(ServeDir::new(folder(data_dir)).append_index_html_on_directories(false));
    Router::new().nest_service("/media/thumbnails", files)
}

pub(crate) fn start(context: &Context) {
    let every = Duration::from_secs(context.config.rtmp.thumbnail_interval_s);
    if every.is_zero() {
        return;
    }
    let task = context.clone();
    context.shutdown.spawn(async move {
        let soft = task.shutdown.soft().clone();
        soft.run_until_cancelled(paint(&task, every)).await;
    });
}

async fn paint(context: &Context, every: Duration) {
    let mut painted: HashMap<StreamId, Instant> = HashMap::new();
    let mut look = tokio::time::interval(LOOK_EVERY);
    loop {
        look.tick().await;
        let published = context.desk.published();
        painted.retain(|id, _| published.contains(id));
        for id in published {
            if painted.get(&id).is_some_and(|at| at.elapsed() < every) {
                continue;
            }
            if context.streams.is_private(id) {
                painted.insert(id, Instant::now());
                remove(context, id).await;
                continue;
            }
            let Some(video) = newest_segment(&context.streams, id) else {
                continue;
            };
            painted.insert(id, Instant::now());
            match picture(&video).await {
                // It may have become private meanwhile.
                Ok(_) if context.streams.is_private(id) => {}
                Ok(jpeg) => publish(context, id, &jpeg).await,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    tracing::warn!("FFmpeg is not installed: streams get no pictures");
                    return;
                }
                Err(error) => {
                    tracing::warn!(stream_id = %id, %error, "no picture of the stream this time");
                }
            }
        }
    }
}

/// The init section and the newest complete segment, found as a player finds them: by the
/// playlist.
fn newest_segment(streams: &Streams, id: StreamId) -> Option<Vec<Bytes>> {
    let stream = streams.get(id)?;
    let packager = stream.packager();
    let playlist = packager.media_playlist(RenditionId::Video, false, None)?;
    let mut from_behind = playlist.lines().rev();
    let segment = from_behind.find(|line| !line.is_empty() && !line.starts_with('#'))?;
    // Before the segment: one behind it is of what is being written.
    let init =
        from_behind.find_map(|line| line.strip_prefix("#EXT-X-MAP:URI=\"")?.split('"').next())?;
    let mut chunks = Vec::new();
    for name in [init, segment] {
        match packager.resource(name) {
            Resource::Ready(media) => chunks.extend(media.chunks),
            Resource::Pending | Resource::Gone => return None,
        }
    }
    Some(chunks)
}

async fn picture(video: &[Bytes]) -> io::Result<Vec<u8>> {
    let mut ffmpeg = Command::new("nice")
        .args([
            "-n",
            "10",
            "ffmpeg",
            "-hide_banner",
            "-loglevel",
            "error",
            "-threads",
            "1",
        ])
        .args([
            "-f",
            "mp4",
            "-i",
            "pipe:0",
            "-frames:v",
            "1",
            "-vf",
            "scale='min(640,iw)':-2",
        ])
        .args(["-q:v", "5", "-f", "mjpeg", "pipe:1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let mut stdin = ffmpeg.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
    let feeding = async {
        for chunk in video {
            // It stops reading when it has its picture.
            if stdin.write_all(chunk).await.is_err() {
                break;
            }
        }
        drop(stdin);
    };
    let working = async { tokio::join!(feeding, ffmpeg.wait_with_output()).1 };
    let output = tokio::time::timeout(PICTURE_MAX, working)
        .await
        .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
    // `nice` answers 127 where there is no such program.
    if output.status.code() == Some(127) {
        return Err(io::ErrorKind::NotFound.into());
    }
    if output.stdout.is_empty() || output.stdout.len() > PICTURE_BYTES_MAX {
        return Err(io::Error::other("FFmpeg made no picture of it"));
    }
    Ok(output.stdout)
}

/// The picture of a time when the stream was not private.
async fn remove(context: &Context, id: StreamId) {
    let file = folder(&context.config.data_dir).join(format!("{id}.jpg"));
    match tokio::fs::remove_file(file).await {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(stream_id = %id, %error, "can't remove a private stream's picture");
        }
        _ => {}
    }
}

/// Written under another name and renamed: nobody gets half a picture.
async fn publish(context: &Context, id: StreamId, jpeg: &[u8]) {
    let folder = folder(&context.config.data_dir);
    let draft = folder.join(format!(".{id}.jpg"));
    let write = async {
        tokio::fs::create_dir_all(&folder).await?;
        tokio::fs::write(&draft, jpeg).await?;
        tokio::fs::rename(&draft, folder.join(format!("{id}.jpg"))).await
    };
    if let Err(error) = write.await {
        tracing::warn!(stream_id = %id, %error, "can't keep a stream's picture");
        return;
    }
    let at = context.clock.now();
    tell(context, BusEvent::ThumbnailReady { stream_id: id, at }).await;
}
