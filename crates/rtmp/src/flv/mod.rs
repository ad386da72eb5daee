//! What audio and video messages carry: FLV tag bodies (FLV 10.1, annex E) and their
//! enhancements (Enhanced RTMP v2). Parsing and writing, both without copying payloads where
//! the wire allows it.

mod audio;
mod enhanced;
mod file;
mod video;

pub use audio::{AudioCodec, AudioData, AudioTag};
pub use file::{FileTag, read_file};
pub use video::{VideoCodec, VideoData, VideoTag};

use crate::error::TagError;
use bytes::{Buf, Bytes};

/// How tags are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// FLV 10.1: H.264 and AAC only.
    Legacy,
    /// Enhanced RTMP: every codec by its FourCC.
    Enhanced,
}

fn take_u8(input: &mut Bytes) -> Result<u8, TagError> {
    input.try_get_u8().map_err(|_| TagError::CutShort)
}

fn take_u24(input: &mut Bytes) -> Result<u32, TagError> {
    let [a, b, c] = take_array(input)?;
    Ok(u32::from_be_bytes([0, a, b, c]))
}

fn take_i24(input: &mut Bytes) -> Result<i32, TagError> {
    let [a, b, c] = take_array(input)?;
    Ok(i32::from_be_bytes([a, b, c, 0]) >> 8)
}

fn take_array<const N: usize>(input: &mut Bytes) -> Result<[u8; N], TagError> {
    let array = *input.first_chunk().ok_or(TagError::CutShort)?;
    input.advance(N);
    Ok(array)
}

fn take_bytes(input: &mut Bytes, count: usize) -> Result<Bytes, TagError> {
    if count > input.len() {
        return Err(TagError::CutShort);
    }
    Ok(input.split_to(count))
}

#[cfg(test)]
mod tests;
