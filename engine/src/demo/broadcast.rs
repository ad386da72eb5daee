//! The encoder: FFmpeg with a test picture, a burnt-in clock and a tone, set for low latency.

use anyhow::{Context, bail};
use std::{process::Stdio, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{Child, Command},
};
use tokio_util::sync::CancellationToken;

/// Frames per second; a key frame comes every second.
const FRAMES_PER_S: u32 = 30;
/// How long FFmpeg may take to send its last bytes.
const END_TIMEOUT: Duration = Duration::from_secs(5);

/// Sends to `url` until `stop`, or until FFmpeg ends by itself.
pub(super) async fn run(url: &str, stop: &CancellationToken) -> anyhow::Result<()> {
    let mut child = Command::new("ffmpeg")
        .args(arguments(url, has_drawtext().await))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .context("can't run ffmpeg; install it: apt-get install ffmpeg")?;
    let last_words = child.stderr.take().map(last_line);
    tokio::select! {
        status = child.wait() => {
            let status = status?;
            let words = match last_words {
                Some(words) => words.await,
                None => String::new(),
            };
            if !status.success() {
                // FFmpeg's messages name the address, and with it the key.
                bail!("{status}: {}", words.replace(url, "…"));
            }
            Ok(())
        }
        () = stop.cancelled() => end(child).await,
    }
}

/// Asks FFmpeg to end, so that the last frames arrive and RTMP is closed in order.
async fn end(mut child: Child) -> anyhow::Result<()> {
    if let Some(mut stdin) = child.stdin.take() {
        let _ = stdin.write_all(b"q").await;
    }
    if tokio::time::timeout(END_TIMEOUT, child.wait())
        .await
        .is_err()
    {
        child.kill().await?;
    }
    Ok(())
}

async fn last_line(stderr: tokio::process::ChildStderr) -> String {
    let mut lines = BufReader::new(stderr).lines();
    let mut last = String::new();
    while let Ok(Some(line)) = lines.next_line().await {
        last = line;
    }
    last
}

/// Builds of FFmpeg without libfreetype can't draw text; the test picture then has only its own
/// counter.
async fn has_drawtext() -> bool {
    let output = Command::new("ffmpeg")
        .args(["-hide_banner", "-filters"])
        .output()
        .await;
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(" drawtext "))
}

fn arguments(url: &str, with_clock: bool) -> Vec<String> {
    let gop = FRAMES_PER_S.to_string();
    let picture = format!("testsrc2=size=1280x720:rate={FRAMES_PER_S}");
    let clock = "drawtext=text='%{localtime\\:%T}  %{pts\\:hms}':fontsize=56:fontcolor=white:\
                 box=1:boxcolor=black@0.6:boxborderw=16:x=(w-text_w)/2:y=h-text_h-48";
    let mut arguments = words("-hide_banner -loglevel error -re -f lavfi -i");
    arguments.push(picture);
    arguments.extend(words(
        "-re -f lavfi -i sine=frequency=330:sample_rate=48000",
    ));
    if with_clock {
        arguments.extend(["-vf".to_owned(), clock.to_owned()]);
    }
    arguments.extend(words(
        "-c:v libx264 -preset veryfast -tune zerolatency -profile:v main -pix_fmt yuv420p \
         -b:v 2000k -maxrate 2000k -bufsize 1000k -sc_threshold 0 -g",
    ));
    arguments.push(gop);
    arguments.extend(words("-af volume=0.1 -c:a aac -b:a 96k -ac 2 -f flv"));
    arguments.push(url.to_owned());
    arguments
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What viewers get must be what players and the packager like: H.264 and AAC, a key frame a
    /// second, no B-frames.
    #[tokio::test]
    async fn ffmpeg_takes_the_settings_and_makes_a_stream_for_low_latency() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("out.flv");
        let mut arguments = arguments(&file.display().to_string(), has_drawtext().await);
        let at = arguments.len() - 1;
        arguments.splice(at..at, words("-t 3"));
        let done = Command::new("ffmpeg")
            .args(&arguments)
            .output()
            .await
            .unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );

        let probe = Command::new("ffprobe")
            .args(words(
                "-v error -select_streams v -show_entries packet=pts_time,dts_time,flags -of csv=p=0",
            ))
            .arg(&file)
            .output()
            .await
            .unwrap();
        let packets = String::from_utf8(probe.stdout).unwrap();
        let packets: Vec<Vec<&str>> = packets
            .lines()
            .map(|line| line.split(',').collect())
            .collect();
        assert!(packets.len() > 80, "{} frames in 3 s", packets.len());
        for (number, packet) in packets.iter().enumerate() {
            assert_eq!(packet[0], packet[1], "a B-frame");
            let key = packet[2].starts_with('K');
            assert_eq!(key, number % 30 == 0, "frame {number}");
        }
    }
}
