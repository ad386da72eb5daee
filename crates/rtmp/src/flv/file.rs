use super::{take_array, take_bytes, take_u8, take_u24};
use crate::{MessageType, error::TagError};
use bytes::{Buf, Bytes};

/// A tag of an FLV file; its body is the payload of an RTMP message of that type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileTag {
    /// Audio, video or data.
    pub kind: MessageType,
    /// Milliseconds.
    pub timestamp: u32,
    /// The body.
    pub payload: Bytes,
}

/// The tags of an FLV file (FLV 10.1, E.2 to E.4.1), for publishing one. A tag cut short at the
/// end is left out.
pub fn read_file(mut input: Bytes) -> Result<Vec<FileTag>, TagError> {
    if take_array::<3>(&mut input)? != *b"FLV" {
        return Err(TagError::CutShort);
    }
    let _version_and_flags: [u8; 2] = take_array(&mut input)?;
    let header_bytes = u32::from_be_bytes(take_array(&mut input)?) as usize;
    take_bytes(&mut input, header_bytes.saturating_sub(9))?;
    let mut tags = Vec::new();
    while let Some(tag) = take_tag(&mut input) {
        tags.push(tag);
    }
    Ok(tags)
}

fn take_tag(input: &mut Bytes) -> Option<FileTag> {
    const PREVIOUS_TAG_SIZE_BYTES: usize = 4;
    const STREAM_ID_BYTES: usize = 3;
    if input.len() < PREVIOUS_TAG_SIZE_BYTES {
        return None;
    }
    input.advance(PREVIOUS_TAG_SIZE_BYTES);
    let kind = MessageType::from_u8(take_u8(input).ok()? & 0x1F);
    let length = take_u24(input).ok()?;
    let [b, c, d, a] = take_array(input).ok()?;
    let timestamp = u32::from_be_bytes([a, b, c, d]);
    take_bytes(input, STREAM_ID_BYTES).ok()?;
    let payload = take_bytes(input, length as usize).ok()?;
    Some(FileTag {
        kind,
        timestamp,
        payload,
    })
}
