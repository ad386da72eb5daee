//! The CMAF packager and its LL-HLS playlists, sans-IO: no socket, no clock, no thread.
//!
//! [`Packager`] is a stream's whole presentation. Coded frames go in with the wall-clock time at
//! which they arrived; playlists (text) and media resources (`Bytes`) come out. Its one invariant:
//! *whatever frames come in, every playlist that comes out keeps the rules of
//! draft-pantos-hls-rfc8216bis, and follows from the one before by an update that the draft
//! allows.*
//!
//! How a caller uses it:
//! 1. [`Packager::new`] once a stream, [`Packager::begin_session`] each time an encoder connects.
//! 2. [`Packager::set_video`] and [`Packager::set_audio`] with the codec records, each time they
//!    come; equal ones are ignored.
//! 3. [`Packager::push_video`] and [`Packager::push_audio`] for each frame; when the returned
//!    [`Update`] says that something new is there, wake those who wait for it.
//! 4. [`Packager::end_session`] when the encoder leaves, [`Packager::finish`] when it won't be
//!    back.
//!
//! Times are milliseconds. Nothing here panics on any input, allocates without a bound, or waits.

mod cmaf;
mod codec;
pub mod conformance;
mod error;
mod limits;
mod media;
mod packager;
mod playlist;
mod rendition;
mod time;

pub use codec::{AudioTrack, VideoTrack, read_audio_record, read_video_record};
pub use error::{HlsError, HlsErrorCode};
pub use media::{AudioCodec, AudioConfig, AudioFrame, VideoCodec, VideoConfig, VideoFrame};
pub use packager::{
    AudioInfo, DropReason, Media, Packager, PackagerConfig, Readiness, RenditionId, Resource, Tail,
    Update, VideoInfo,
};
