//! One rendition: a track's samples become parts, segments and a window of them.
//!
//! Its invariant: *the durations in a playlist tile the timeline.* Parts and segments have
//! nominal bounds that meet; a sample belongs to the part in whose bounds its decoding time lies.
//! Where frames come regularly the bounds lie between frames. Where a frame lasts so long that no
//! bound between frames keeps the draft's rule (85 to 100 % of the part target), the bound lies
//! within the frame.

mod former;
mod pace;
mod segment;
mod track;
mod window;

pub(crate) use former::{FormedPart, Former};
pub(crate) use pace::{PART_TARGET_MS_MAX, Pace};
pub(crate) use segment::{Part, Segment};
pub(crate) use track::{Rendition, RenditionTargets};
pub(crate) use window::{Opening, Window};
