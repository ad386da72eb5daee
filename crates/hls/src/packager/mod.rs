//! The packager: frames in, playlists and media out.

mod config;
mod inputs;
mod live;
mod meter;
mod silence;
mod startup;
mod types;
mod view;

pub use config::PackagerConfig;
pub use types::{
    AudioInfo, DropReason, Media, Readiness, RenditionId, Resource, Tail, Update, VideoInfo,
};

use crate::{
    AudioConfig, AudioFrame, HlsError, VideoConfig, VideoFrame, limits::TIMELINE_START_MS,
};
use inputs::Inputs;
use live::{Live, Plan, Switch};
use startup::{Startup, Verdict, Waiting};

/// One stream's presentation.
#[derive(Debug)]
pub struct Packager {
    config: PackagerConfig,
    created_ms: i64,
    /// An encoder is connected.
    session: bool,
    inputs: Inputs,
    phase: Phase,
}

#[derive(Debug)]
enum Phase {
    /// There are no playlists yet.
    Starting(Startup),
    /// There are.
    Live(Box<Live>),
    /// There were, if anything came; nothing is added any more.
    Finished(Option<Box<Live>>),
}

impl Packager {
    /// An empty presentation, at `now_ms` (Unix milliseconds). Sequence numbers begin at values
    /// taken from that time, so that they are above those of any presentation of the same stream
    /// before.
    pub fn new(config: PackagerConfig, now_ms: i64) -> Result<Self, HlsError> {
        config.check()?;
        Ok(Self {
            config,
            created_ms: now_ms.max(0),
            session: false,
            inputs: Inputs::default(),
            phase: Phase::Starting(Startup::default()),
        })
    }

    /// An encoder connected. What follows has a clock and codec records of its own; if media
    /// came before, it continues the same playlists behind a discontinuity.
    pub fn begin_session(&mut self, now_ms: i64) -> Update {
        let update = self.end_session(now_ms);
        self.session = true;
        self.inputs = Inputs::default();
        match &mut self.phase {
            Phase::Starting(startup) => *startup = Startup::default(),
            Phase::Live(live) => live.want(Switch::Session),
            Phase::Finished(_) => self.session = false,
        }
        update
    }

    /// The encoder left (or was cut): completes what is pending. The playlists stay live, so
    /// that a session may follow.
    pub fn end_session(&mut self, now_ms: i64) -> Update {
        if !std::mem::take(&mut self.session) {
            return Update::default();
        }
        self.observe(|packager| {
            packager.start(now_ms, true);
            if let Phase::Live(live) = &mut packager.phase {
                live.flush(now_ms);
            }
            Ok(())
        })
    }

    /// Completes what is pending and ends the playlists with `EXT-X-ENDLIST`. Nothing is taken
    /// after that.
    pub fn finish(&mut self, now_ms: i64) -> Update {
        let mut update = self.end_session(now_ms);
        self.phase = match std::mem::replace(&mut self.phase, Phase::Finished(None)) {
            Phase::Starting(_) => Phase::Finished(None),
            Phase::Live(live) => {
                update.changed = true;
                Phase::Finished(Some(live))
            }
            finished @ Phase::Finished(_) => finished,
        };
        update
    }

    /// How the video that follows is coded. An equal config changes nothing; a different one
    /// begins a discontinuity at the next key frame. An error leaves the config before in force.
    pub fn set_video(&mut self, config: VideoConfig, _now_ms: i64) -> Result<Update, HlsError> {
        if self.inputs.set_video(config)?
            && let Phase::Starting(startup) = &mut self.phase
        {
            *startup = Startup::default();
        }
        Ok(Update::default())
    }

    /// How the audio that follows is coded; likewise.
    pub fn set_audio(&mut self, config: AudioConfig, _now_ms: i64) -> Result<Update, HlsError> {
        if self.inputs.set_audio(config)?
            && let Phase::Starting(startup) = &mut self.phase
        {
            startup.drop_audio();
        }
        Ok(Update::default())
    }

    /// Takes a picture that arrived at `now_ms` (Unix milliseconds).
    pub fn push_video(&mut self, frame: VideoFrame, now_ms: i64) -> Update {
        self.observe(|packager| {
            if !packager.session {
                return Err(DropReason::NotLive);
            }
            let (frame, track) = packager.inputs.admit_video(frame)?;
            match &mut packager.phase {
                Phase::Starting(startup) => {
                    if !frame.keyframe && !startup.has_video() {
                        return Err(DropReason::BeforeKeyframe);
                    }
                    startup.push_video(frame, now_ms);
                    packager.start(now_ms, false);
                    Ok(())
                }
                Phase::Live(live) => live.take_video(frame, &track, now_ms),
                Phase::Finished(_) => Err(DropReason::NotLive),
            }
        })
    }

    /// Takes an audio frame that arrived at `now_ms` (Unix milliseconds).
    pub fn push_audio(&mut self, frame: AudioFrame, now_ms: i64) -> Update {
        self.observe(|packager| {
            if !packager.session {
                return Err(DropReason::NotLive);
            }
            let track = packager.inputs.admit_audio(&frame)?;
            match &mut packager.phase {
                Phase::Starting(startup) => {
                    startup.push_audio(frame, now_ms);
                    packager.start(now_ms, false);
                    Ok(())
                }
                Phase::Live(live) => live.take_audio(frame, &track, now_ms),
                Phase::Finished(_) => Err(DropReason::NotLive),
            }
        })
    }

    /// The settings.
    pub const fn config(&self) -> &PackagerConfig {
        &self.config
    }

    /// Goes live if the frames that waited show enough, or if no more will come (`over`).
    fn start(&mut self, now_ms: i64, over: bool) {
        let Phase::Starting(startup) = &mut self.phase else {
            return;
        };
        let expects_video = self.inputs.expects_video();
        let segment_ms = self.config.segment_ms();
        let Some(verdict) = startup.verdict(segment_ms, expects_video, now_ms, over) else {
            return;
        };
        let startup = std::mem::take(startup);
        let live = self.go_live(startup, verdict);
        self.phase = Phase::Live(Box::new(live));
    }

    /// Packages the frames that waited.
    fn go_live(&self, mut startup: Startup, verdict: Verdict) -> Live {
        startup.align();
        let audio_track = self.inputs.audio_track();
        let plan = Plan::new(
            &self.config,
            self.created_ms,
            verdict.target_duration_s,
            &self.inputs.meter.pace,
            audio_track.as_deref().filter(|_| startup.has_audio()),
        );
        let origin_ms = startup.origin_ms().unwrap_or(0);
        let offset_ms = TIMELINE_START_MS - origin_ms;
        let wall_offset_ms = startup.wall_offset_ms(offset_ms).unwrap_or(self.created_ms);
        let mut live = Live::new(
            plan,
            self.created_ms,
            wall_offset_ms,
            self.config.discontinuities_from_ms,
        );
        live.set_offset(offset_ms, startup.has_video());
        for waiting in startup.frames {
            // A frame that doesn't fit is left out, as it would be later; the caller was told
            // that it was taken, which is true of nearly all.
            let _ = match waiting {
                Waiting::Video(frame, at_ms) => match self.inputs.video_track() {
                    Some(track) => live.take_video(frame, &track, at_ms),
                    None => Err(DropReason::NoConfig),
                },
                Waiting::Audio(frame, at_ms) => match &audio_track {
                    Some(track) => live.take_audio(frame, track, at_ms),
                    None => Err(DropReason::NoConfig),
                },
            };
        }
        live
    }

    /// Runs `change` and tells what it changed.
    fn observe(&mut self, change: impl FnOnce(&mut Self) -> Result<(), DropReason>) -> Update {
        let (version, segments) = self.counters();
        let dropped = change(self).err();
        let (version_after, segments_after) = self.counters();
        Update {
            dropped,
            changed: version_after != version,
            segments_completed: u32::try_from(segments_after - segments).unwrap_or(u32::MAX),
        }
    }

    fn counters(&self) -> (u64, u64) {
        self.live()
            .map_or((0, 0), |live| (live.version(), live.segments()))
    }

    fn live(&self) -> Option<&Live> {
        match &self.phase {
            Phase::Starting(_) => None,
            Phase::Live(live) => Some(live),
            Phase::Finished(live) => live.as_deref(),
        }
    }
}
