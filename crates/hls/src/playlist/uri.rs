//! Names of resources. A name is never used twice for different bytes, also across restarts:
//! segments carry their media sequence number, parts a running number, init sections their
//! discontinuity sequence number, and all three begin at the wall clock.

use crate::RenditionId;
use std::fmt;

/// What a file name in a playlist means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResourceName {
    /// `video-init-17.mp4`
    Init(RenditionId, u64),
    /// `video-17.m4s`
    Segment(RenditionId, u64),
    /// `video-part-17.m4s`
    Part(RenditionId, u64),
}

impl fmt::Display for ResourceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Init(rendition, number) => write!(f, "{}-init-{number}.mp4", rendition.name()),
            Self::Segment(rendition, number) => write!(f, "{}-{number}.m4s", rendition.name()),
            Self::Part(rendition, number) => write!(f, "{}-part-{number}.m4s", rendition.name()),
        }
    }
}

/// The opposite of writing it.
pub(crate) fn parse_resource_name(name: &str) -> Option<ResourceName> {
    let (rendition, rest) = name.split_once('-')?;
    let rendition = RenditionId::from_name(rendition)?;
    if let Some(rest) = rest.strip_prefix("init-") {
        return number(rest.strip_suffix(".mp4")?).map(|n| ResourceName::Init(rendition, n));
    }
    let rest = rest.strip_suffix(".m4s")?;
    match rest.strip_prefix("part-") {
        Some(rest) => number(rest).map(|n| ResourceName::Part(rendition, n)),
        None => number(rest).map(|n| ResourceName::Segment(rendition, n)),
    }
}

/// A number in the one way in which we write it, so that a resource has one name only (caches
/// would keep others apart).
fn number(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let padded = text.len() > 1 && text.starts_with('0');
    (plain && !padded).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for name in [
            ResourceName::Init(RenditionId::Video, 0),
            ResourceName::Segment(RenditionId::Audio, 1_767_323_045),
            ResourceName::Part(RenditionId::Video, u64::MAX),
        ] {
            assert_eq!(parse_resource_name(&name.to_string()), Some(name));
        }
        for name in [
            "video-01.m4s",
            "video-+1.m4s",
            "video-.m4s",
            "video-1.mp4",
            "other-1.m4s",
        ] {
            assert_eq!(parse_resource_name(name), None, "{name}");
        }
    }
}
