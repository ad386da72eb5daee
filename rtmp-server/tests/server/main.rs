//! The server as encoders and players know it: real encoders push over TCP, and what players get
//! over HTTP is looked at.
//!
//! Needs `ffmpeg`, `ffprobe` and `gst-launch-1.0` of the system, and a current FFmpeg
//! (`installer/test-tools.sh`).

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect fails"
)]

mod codecs;
mod encoder;
mod footage;
mod hook;
mod leaving;
mod logs;
mod node;
mod pictures;
mod player;
mod programs;
mod publishing;
mod returning;
mod times;
mod tls;
mod watching;
