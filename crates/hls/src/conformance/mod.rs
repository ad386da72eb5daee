//! Checks playlists against draft-pantos-hls-rfc8216bis, and against what we promise beyond it.
//! Tests of this crate and of the origin use it, and so can anyone who has a playlist: it reads
//! text, and never panics.

mod media;
mod multivariant;
mod parse;
mod update;

pub use media::check_media;
pub use multivariant::check_multivariant;
pub use parse::{MediaPart, MediaPlaylist, MediaSegment, ReportEntry};
pub use update::{apply_delta, check_update};

/// A rule that a playlist breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{rule}: {detail}")]
pub struct Violation {
    /// The rule, with the draft's section.
    pub rule: &'static str,
    /// Where and how.
    pub detail: String,
}

impl Violation {
    fn new(rule: &'static str, detail: impl Into<String>) -> Self {
        Self {
            rule,
            detail: detail.into(),
        }
    }
}

/// Breaks off if `holds` is false.
fn ensure(
    holds: bool,
    rule: &'static str,
    detail: impl FnOnce() -> String,
) -> Result<(), Violation> {
    if holds {
        Ok(())
    } else {
        Err(Violation::new(rule, detail()))
    }
}
