//! Takes apart what FFmpeg wrote, as the ingest would.

pub(crate) mod flv;
pub(crate) mod matroska;

use live_hls::{AudioConfig, AudioFrame, VideoConfig, VideoFrame};

/// What an encoder sends, in order.
#[derive(Debug, Clone)]
pub(crate) enum Input {
    VideoConfig(VideoConfig),
    AudioConfig(AudioConfig),
    Video(VideoFrame),
    Audio(AudioFrame),
}
