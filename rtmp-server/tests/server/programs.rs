//! The encoders that people use.

use crate::node::{Node, Stream};
use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tokio::{process::Command, sync::OnceCell, time::timeout};

/// Seconds and frames of what they send, at 30 frames a second with a key frame each second.
pub(crate) const SECONDS: usize = 5;
pub(crate) const FRAMES: usize = 30 * SECONDS;

/// How long a program may run. The first one may have to fetch a current FFmpeg.
const RUN_MAX: Duration = Duration::from_secs(120);

/// FFmpeg's sources and what is common to all its outputs.
fn sources(command: &mut Command) {
    let video = "testsrc2=size=320x180:rate=30";
    let audio = "sine=frequency=440:sample_rate=48000";
    command
        .args(["-hide_banner", "-loglevel", "warning", "-y"])
        .args(["-f", "lavfi", "-i", video, "-f", "lavfi", "-i", audio])
        .args(["-t", &SECONDS.to_string()])
        .args(["-pix_fmt", "yuv420p", "-g", "30"]);
}

/// Encodes to a file of the test's.
pub(crate) async fn ffmpeg_to_file(options: &str, file: &Path) {
    let mut command = Command::new("ffmpeg");
    sources(&mut command);
    command.args(options.split_whitespace()).arg(file);
    run(&mut command).await;
}

/// FFmpeg of the system pushes the stream and ends.
pub(crate) async fn ffmpeg(node: &Node, stream: &Stream, options: &str) {
    push("ffmpeg".into(), node, stream, options).await;
}

/// A current FFmpeg, which speaks enhanced RTMP, does.
pub(crate) async fn current_ffmpeg(node: &Node, stream: &Stream, options: &str) {
    static PATH: OnceCell<PathBuf> = OnceCell::const_new();
    let path = PATH.get_or_init(find_current_ffmpeg).await;
    push(path.clone(), node, stream, options).await;
}

async fn push(program: PathBuf, node: &Node, stream: &Stream, options: &str) {
    let mut command = Command::new(program);
    sources(&mut command);
    command
        .args(options.split_whitespace())
        .args(["-f", "flv", &node.url(stream)]);
    run(&mut command).await;
}

async fn find_current_ffmpeg() -> PathBuf {
    if let Some(path) = std::env::var_os("LIVE_TEST_FFMPEG") {
        return path.into();
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../installer/test-tools.sh");
    let path = run(Command::new("bash").arg(script)).await;
    path.trim().into()
}

/// GStreamer pushes the stream and ends.
pub(crate) async fn gstreamer(node: &Node, stream: &Stream, sink: &str) {
    let samples = 960;
    let buffers = 48_000 * SECONDS / samples;
    let url = node.url(stream);
    let pipeline = format!(
        "flvmux name=mux streamable=true ! {sink} location={url} \
         videotestsrc num-buffers={FRAMES} ! video/x-raw,width=320,height=180,framerate=30/1 \
         ! x264enc tune=zerolatency key-int-max=30 ! h264parse ! queue ! mux. \
         audiotestsrc num-buffers={buffers} samplesperbuffer={samples} \
         ! audio/x-raw,rate=48000,channels=2 ! voaacenc ! aacparse ! queue ! mux."
    );
    let mut command = Command::new("gst-launch-1.0");
    run(command.arg("-e").args(pipeline.split_whitespace())).await;
}

/// What a program prints; it must succeed.
pub(crate) async fn run(command: &mut Command) -> String {
    let running = command.stdin(Stdio::null()).kill_on_drop(true).output();
    let output = timeout(RUN_MAX, running).await;
    let output = output.unwrap_or_else(|_| panic!("{command:?} does not end"));
    let output = output.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {complaints}");
    String::from_utf8(output.stdout).unwrap()
}
