//! `live-engine demo`: a test broadcast on a running engine, through the same doors that people
//! use: an account by the API, a stream, and FFmpeg as the encoder.

mod account;
mod api;
mod broadcast;

use crate::started::Started;
use anyhow::Context;
use api::Api;
use live_config::Config;
use live_protocol::{
    ErrorCode, StreamId,
    live::{CreateStream, Visibility},
};
use std::{path::Path, process::ExitCode, time::Duration};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// How long to wait before the encoder is started again.
const RESTART_PAUSE: Duration = Duration::from_secs(2);

/// Broadcasts until SIGTERM or Ctrl-C, then ends the stream.
pub(crate) fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let stop = CancellationToken::new();
        let ended = stop.clone();
        let (mut terminate, mut interrupt) = (
            signal(SignalKind::terminate())?,
            signal(SignalKind::interrupt())?,
        );
        tokio::select! {
            result = broadcast_until(config, &stop) => result?,
            () = async {
                tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
                ended.cancel();
                std::future::pending::<()>().await;
            } => {}
        }
        Ok(ExitCode::SUCCESS)
    })
}

async fn broadcast_until(config: &Config, stop: &CancellationToken) -> anyhow::Result<()> {
    let started = Started::read(config).context(
        "no engine runs with this data folder; start one first: ./start.sh, or `live-engine serve`",
    )?;
    let mut api = Api::new(&started.api)?;
    account::enter(&mut api, &config.data_dir).await?;
    while !stop.is_cancelled() {
        let (stream, url) = target(&api, &started.rtmp).await?;
        println!(
            "broadcasting as user `demo`: {}/watch/{stream}",
            started.page
        );
        note_stream(config, stream)?;
        let ended = broadcast::run(&url, stop).await;
        if stop.is_cancelled() {
            api.end_stream(stream).await?;
            break;
        }
        match ended {
            Ok(()) => println!("the encoder ended, starting it again"),
            Err(error) => println!("the encoder failed ({error:#}), starting it again"),
        }
        let _ = stop
            .run_until_cancelled(tokio::time::sleep(RESTART_PAUSE))
            .await;
        // The access token lives for minutes, the broadcast for days.
        account::enter(&mut api, &config.data_dir).await?;
    }
    Ok(())
}

/// The stream to send to, and the whole RTMP address: the one that is open, by the account's own
/// key, or a new one.
async fn target(api: &Api, rtmp_url: &str) -> anyhow::Result<(StreamId, String)> {
    let wanted = CreateStream {
        title: "Test broadcast".into(),
        description: "A test picture with a running clock and a tone, sent by `live-engine demo`."
            .into(),
        category: Some("technology".into()),
        tags: vec!["demo".into(), "low latency".into()],
        visibility: Visibility::Public,
    };
    match api.create_stream(&wanted).await {
        Ok(stream) => {
            let ingest = stream.ingest.context("the answer has no ingest address")?;
            let key = ingest.stream_key.context("the answer has no stream key")?;
            Ok((stream.id, format!("{rtmp_url}/{key}")))
        }
        Err(api::Error::Refused(problem)) if problem.code == ErrorCode::StreamAlreadyOpen => {
            let stream = api
                .open_stream()
                .await?
                .context("a stream is open, but the list does not show it")?;
            let key = api.rotate_key().await?;
            Ok((stream.id, format!("{rtmp_url}/{key}")))
        }
        Err(error) => Err(error).context("can't create the demo's stream"),
    }
}

/// Where scripts read that the demo broadcasts, and to which stream.
pub(crate) fn note_path(data_dir: &Path) -> std::path::PathBuf {
    data_dir.join("run").join("demo.started")
}

fn note_stream(config: &Config, stream: StreamId) -> anyhow::Result<()> {
    let path = note_path(&config.data_dir);
    std::fs::write(&path, format!("stream={stream}\n"))
        .with_context(|| format!("can't write {}", path.display()))
}
