use super::{Finding, install};
use tokio::process::Command;

/// Encoders that thumbnails and the demo use, and what is lost without them.
const ENCODERS: &[(&str, &str)] = &[
    ("libx264", "the demo has no picture"),
    ("aac", "the demo has no sound"),
    ("mjpeg", "streams have no thumbnails"),
];

pub(super) async fn examine() -> Vec<Finding> {
    let Some(version) = output(&["-hide_banner", "-version"]).await else {
        let advice = install("ffmpeg");
        return vec![Finding::fail(
            "ffmpeg",
            "is not there or doesn't run",
            advice,
        )];
    };
    let version = version
        .lines()
        .next()
        .and_then(|line| line.split_whitespace().nth(2))
        .unwrap_or("of unknown version")
        .to_owned();
    let encoders = output(&["-hide_banner", "-encoders"])
        .await
        .unwrap_or_default();
    let missing = ENCODERS
        .iter()
        .filter(|(name, _)| !lists(&encoders, name))
        .map(|(name, loss)| {
            let says = format!("{version} has no encoder {name}: {loss}");
            Finding::warn("ffmpeg", says, "install a build of FFmpeg that has it")
        });
    let missing: Vec<_> = missing.collect();
    if missing.is_empty() {
        vec![Finding::ok("ffmpeg", version)]
    } else {
        missing
    }
}

/// Whether `ffmpeg -encoders` lists `name` (the second word of its line).
fn lists(encoders: &str, name: &str) -> bool {
    encoders
        .lines()
        .any(|line| line.split_whitespace().nth(1) == Some(name))
}

async fn output(arguments: &[&str]) -> Option<String> {
    let output = Command::new("ffmpeg").args(arguments).output().await.ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
