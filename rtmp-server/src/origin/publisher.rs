//! The encoder's end of a stream.

use super::stream::LiveStream;
use live_clock::Clock;
use live_hls::{
    AudioConfig, AudioFrame, AudioInfo, DropReason, HlsError, Packager, Update, VideoConfig,
    VideoFrame, VideoInfo,
};
use live_protocol::StreamId;
use std::sync::Arc;

/// An encoder's session. Dropping it ends the session: what is pending is completed, and the
/// playlists wait for another one ([`Streams::publish`](super::Streams::publish)) or for the end
/// ([`Streams::finish`](super::Streams::finish)). A later publisher of the same stream takes
/// over; then this one's frames are dropped as [`DropReason::NotLive`].
pub struct Publisher {
    stream: Arc<LiveStream>,
    generation: u64,
    clock: Clock,
}

impl Publisher {
    pub(super) fn begin(stream: Arc<LiveStream>, clock: Clock) -> Self {
        let publisher = Self {
            generation: stream.next_generation(),
            stream,
            clock,
        };
        let _ = publisher.change(Packager::begin_session);
        publisher
    }

    /// The stream.
    pub fn stream_id(&self) -> StreamId {
        self.stream.id
    }

    /// Whether no later publisher has taken over.
    pub fn is_current(&self) -> bool {
        self.stream.is_current(self.generation)
    }

    /// See [`Packager::set_video`].
    pub fn set_video(&self, config: VideoConfig) -> Result<(), HlsError> {
        let mut outcome = Ok(());
        let _ = self.change(|packager, now_ms| {
            packager.set_video(config, now_ms).unwrap_or_else(|error| {
                outcome = Err(error);
                Update::default()
            })
        });
        outcome
    }

    /// See [`Packager::set_audio`].
    pub fn set_audio(&self, config: AudioConfig) -> Result<(), HlsError> {
        let mut outcome = Ok(());
        let _ = self.change(|packager, now_ms| {
            packager.set_audio(config, now_ms).unwrap_or_else(|error| {
                outcome = Err(error);
                Update::default()
            })
        });
        outcome
    }

    /// Takes a picture that arrived now; see [`Packager::push_video`].
    pub fn push_video(&self, frame: VideoFrame) -> Update {
        self.change(|packager, now_ms| packager.push_video(frame, now_ms))
    }

    /// Takes an audio frame that arrived now; see [`Packager::push_audio`].
    pub fn push_audio(&self, frame: AudioFrame) -> Update {
        self.change(|packager, now_ms| packager.push_audio(frame, now_ms))
    }

    /// What is known of the incoming video.
    pub fn video_info(&self) -> Option<VideoInfo> {
        self.stream.packager().video_info()
    }

    /// What is known of the incoming audio.
    pub fn audio_info(&self) -> Option<AudioInfo> {
        self.stream.packager().audio_info()
    }

    fn change(&self, change: impl FnOnce(&mut Packager, i64) -> Update) -> Update {
        let now_ms = self.clock.now().as_ms();
        self.stream.change(|packager| {
            // Asked under the packager's lock, so that no frame comes in behind a take-over.
            if self.is_current() {
                change(packager, now_ms)
            } else {
                Update {
                    dropped: Some(DropReason::NotLive),
                    ..Update::default()
                }
            }
        })
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        let _ = self.change(Packager::end_session);
    }
}
