//! What a scripted encoder sends: tags that FFmpeg made, and their times moved.

use crate::programs::ffmpeg_to_file;
use live_rtmp::{
    MessageType,
    flv::{AudioData, AudioTag, FileTag, VideoData, VideoTag, read_file},
};
use tokio::sync::OnceCell;

/// Five seconds of H.264 with B-frames and AAC, a key frame each second.
pub(crate) async fn footage() -> &'static [FileTag] {
    static TAGS: OnceCell<Vec<FileTag>> = OnceCell::const_new();
    TAGS.get_or_init(|| encode("320x180")).await
}

/// The same in another size.
pub(crate) async fn larger_footage() -> &'static [FileTag] {
    static TAGS: OnceCell<Vec<FileTag>> = OnceCell::const_new();
    TAGS.get_or_init(|| encode("640x360")).await
}

async fn encode(size: &str) -> Vec<FileTag> {
    let options = "-c:v libx264 -preset veryfast -bf 2 -sc_threshold 0 -c:a aac -f flv";
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("footage.flv");
    ffmpeg_to_file(&format!("-s {size} {options}"), &file).await;
    let mut tags = read_file(std::fs::read(&file).unwrap().into()).unwrap();
    tags.retain(|tag| is_video(tag) || is_audio(tag));
    tags
}

/// How long the footage is, milliseconds.
pub(crate) const FOOTAGE_MS: u32 = 5_000;

pub(crate) fn is_video(tag: &FileTag) -> bool {
    tag.kind == MessageType::Video
}

pub(crate) fn is_audio(tag: &FileTag) -> bool {
    tag.kind == MessageType::Audio
}

/// A picture: the time at which it is decoded, how much later it is shown, whether it is a key
/// frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) decoded_ms: u32,
    pub(crate) offset_ms: i32,
    pub(crate) key: bool,
}

pub(crate) fn picture(tag: &FileTag) -> Option<Picture> {
    let parsed = is_video(tag).then(|| VideoTag::parse(tag.payload.clone()).unwrap());
    match parsed.flatten()?.data {
        VideoData::Frame {
            keyframe,
            composition_ms,
            ..
        } => Some(Picture {
            decoded_ms: tag.timestamp,
            offset_ms: composition_ms,
            key: keyframe,
        }),
        _ => None,
    }
}

pub(crate) fn pictures(tags: &[FileTag]) -> Vec<Picture> {
    tags.iter().filter_map(picture).collect()
}

fn is_record(tag: &FileTag) -> bool {
    let video = || VideoTag::parse(tag.payload.clone()).unwrap();
    let audio = || AudioTag::parse(tag.payload.clone()).unwrap();
    if is_video(tag) {
        video().is_some_and(|tag| matches!(tag.data, VideoData::SequenceStart(_)))
    } else {
        audio().is_some_and(|tag| matches!(tag.data, AudioData::SequenceStart(_)))
    }
}

/// The codec records.
pub(crate) fn records(tags: &[FileTag]) -> Vec<FileTag> {
    tags.iter().filter(|tag| is_record(tag)).cloned().collect()
}

/// The frames whose times are in that range, of sound and pictures.
pub(crate) fn between(tags: &[FileTag], range: std::ops::Range<u32>) -> Vec<FileTag> {
    let within = |tag: &&FileTag| range.contains(&tag.timestamp);
    let frames = tags.iter().filter(|tag| !is_record(tag)).filter(within);
    // The end of a sequence is no frame.
    frames
        .filter(|tag| is_audio(tag) || picture(tag).is_some())
        .cloned()
        .collect()
}

/// The same, so much later on the encoder's clock, which wraps.
pub(crate) fn later(tags: &[FileTag], by_ms: u32) -> Vec<FileTag> {
    let moved = |tag: &FileTag| FileTag {
        timestamp: tag.timestamp.wrapping_add(by_ms),
        ..tag.clone()
    };
    tags.iter().map(moved).collect()
}

/// The footage over and over, `times` times, on one clock.
pub(crate) fn looped(tags: &[FileTag], times: u32) -> Vec<FileTag> {
    let mut all = records(tags);
    let frames = between(tags, 0..FOOTAGE_MS);
    for n in 0..times {
        all.extend(later(&frames, n * FOOTAGE_MS));
    }
    all
}
