//! What players ask for.

use super::{
    AudioInfo, Media, Packager, Phase, Readiness, RenditionId, Resource, Tail, VideoInfo,
    live::Live,
};
use crate::{
    playlist::{
        AudioEntry, Bitrate, MediaPlaylist, Multivariant, Report, ResourceName, VideoEntry,
        parse_resource_name, write_media_playlist, write_multivariant,
    },
    rendition::{Rendition, Segment},
    time::FLICKS_A_SECOND,
};

/// Parts that a request may be ahead: so many seconds' worth, where parts are shorter than one
/// (rfc8216bis, 6.2.5.2, "Advance Part Limit").
const ADVANCE_S: i64 = 3;

impl Packager {
    /// Whether there is something to play: only then there are playlists.
    pub fn is_ready(&self) -> bool {
        RenditionId::ALL
            .iter()
            .any(|id| self.rendition(*id).is_some())
    }

    /// Whether [`Packager::finish`] was called.
    pub const fn is_finished(&self) -> bool {
        matches!(self.phase, Phase::Finished(_))
    }

    /// The renditions that have a playlist now.
    pub fn renditions(&self) -> Vec<RenditionId> {
        let ids = RenditionId::ALL.iter().copied();
        ids.filter(|id| self.rendition(*id).is_some()).collect()
    }

    /// Where that rendition's playlist ends; `None` if it has none.
    pub fn tail(&self, id: RenditionId) -> Option<Tail> {
        let window = self.rendition(id)?.window();
        let parts = window.current().map_or(0, |segment| segment.parts.len());
        Some(Tail {
            msn: window.edge_msn(),
            parts: u32::try_from(parts).unwrap_or(u32::MAX),
        })
    }

    /// A number that grows whenever that rendition's playlist changes; `None` if it has none.
    pub fn version(&self, id: RenditionId) -> Option<u64> {
        let version = self.rendition(id)?.version();
        Some(version * 2 + u64::from(self.is_finished()))
    }

    /// Whether that rendition's playlist has the segment `msn`, or its part `part`. `None` if
    /// there is no such playlist.
    pub fn readiness(&self, id: RenditionId, msn: u64, part: Option<u32>) -> Option<Readiness> {
        let rendition = self.rendition(id)?;
        if self.is_finished() {
            return Some(Readiness::Ready);
        }
        let tail = self.tail(id)?;
        let part_limit =
            (ADVANCE_S * FLICKS_A_SECOND / rendition.part_target().max(1)).max(ADVANCE_S);
        let advance = u64::try_from(part_limit).unwrap_or(u64::MAX);
        let wanted = u64::from(part.unwrap_or(0));
        let parts = u64::from(tail.parts);
        Some(match (msn.checked_sub(tail.msn), part) {
            (Some(0), _) if wanted > parts.saturating_add(advance) => Readiness::TooFar,
            (Some(1), _) if wanted > advance => Readiness::TooFar,
            (Some(2..), _) => Readiness::TooFar,
            (Some(0), Some(_)) if wanted < parts => Readiness::Ready,
            (Some(_), _) => Readiness::Wait,
            // The segment is complete. A part beyond its last is the next segment's first.
            (None, Some(_)) if needs_next(rendition, msn, wanted) => Readiness::Wait,
            (None, _) => Readiness::Ready,
        })
    }

    /// The multivariant playlist; `None` before it is ready. `query` is appended to each URI as
    /// it is (a playback token: `token=…`); it must not have quotes or line breaks.
    pub fn multivariant_playlist(&self, query: Option<&str>) -> Option<String> {
        let live = self.live().filter(|_| self.is_ready())?;
        let videos: Vec<_> = self.video_entry(live).into_iter().collect();
        Some(write_multivariant(&Multivariant {
            independent: live.independent,
            videos: &videos,
            audio: self.audio_entry(live),
            query,
        }))
    }

    /// A media playlist as it is now; `None` if there is none. With `skip` a delta update
    /// (`_HLS_skip=YES`), where there is enough to skip. `query` as above.
    pub fn media_playlist(
        &self,
        id: RenditionId,
        skip: bool,
        query: Option<&str>,
    ) -> Option<String> {
        let live = self.live()?;
        let rendition = self.rendition(id)?;
        let others = RenditionId::ALL.iter().filter(|other| **other != id);
        let reports: Vec<_> = others.filter_map(|other| self.report(*other)).collect();
        Some(write_media_playlist(&MediaPlaylist {
            rendition: id,
            window: rendition.window(),
            target_duration_s: live.plan.target_duration_s,
            discontinuity_offset: live.discontinuity_offset,
            part_target: rendition.part_target(),
            part_hold_back_ms: live.plan.part_hold_back_ms,
            ended: self.is_finished(),
            skip,
            query,
            reports: &reports,
        }))
    }

    /// The init section, segment or part with that file name (as in the playlists, without a
    /// folder or query).
    pub fn resource(&self, name: &str) -> Resource {
        match parse_resource_name(name) {
            Some(name) => self.find(name),
            None => Resource::Gone,
        }
    }

    fn find(&self, name: ResourceName) -> Resource {
        let (ResourceName::Init(id, _) | ResourceName::Segment(id, _) | ResourceName::Part(id, _)) =
            name;
        let Some(window) = self.rendition(id).map(Rendition::window) else {
            return Resource::Gone;
        };
        let chunks = match name {
            ResourceName::Init(_, number) => window.init(number).map(|data| vec![data.clone()]),
            ResourceName::Segment(_, msn) => window
                .segment(msn)
                .map(|segment| segment.parts.iter().map(|part| part.data.clone()).collect()),
            ResourceName::Part(_, number) => {
                if number == window.next_part() && !self.is_finished() {
                    return Resource::Pending;
                }
                window.part(number).map(|part| vec![part.data.clone()])
            }
        };
        chunks.map_or(Resource::Gone, |chunks| {
            Resource::Ready(Media {
                len: chunks.iter().map(bytes::Bytes::len).sum(),
                chunks,
                content_type: id.content_type(),
            })
        })
    }

    /// The seconds of `EXT-X-TARGETDURATION`; `None` before it is ready.
    pub fn target_duration_s(&self) -> Option<u32> {
        self.live().map(|live| live.plan.target_duration_s)
    }

    /// What is known of the incoming video.
    pub fn video_info(&self) -> Option<VideoInfo> {
        let track = self.inputs.video_track()?;
        Some(VideoInfo {
            codec: track.name.clone(),
            width: track.width,
            height: track.height,
            fps: self.inputs.meter.pace.fps(),
            keyframe_interval_ms: self.inputs.meter.keyframe_interval_ms(),
        })
    }

    /// What is known of the incoming audio.
    pub fn audio_info(&self) -> Option<AudioInfo> {
        let track = self.inputs.audio_track()?;
        Some(AudioInfo {
            codec: track.name.clone(),
            sample_rate_hz: track.sample_rate_hz,
            channels: track.channels,
        })
    }

    /// The rendition, once it has a part.
    fn rendition(&self, id: RenditionId) -> Option<&Rendition> {
        let live = self.live()?;
        let rendition = match id {
            RenditionId::Video => live.video.rendition.as_ref(),
            RenditionId::Audio => live.audio.rendition.as_ref(),
        };
        rendition.filter(|rendition| rendition.version() > 0)
    }

    /// Where a rendition's playlist ends, for the playlists of the others.
    fn report(&self, id: RenditionId) -> Option<Report> {
        let window = self.rendition(id)?.window();
        let last = window.current().or(window.listed().back())?;
        Some(Report {
            rendition: id,
            last_msn: last.msn,
            last_part: (last.parts.len() as u64).saturating_sub(1),
        })
    }

    fn video_entry<'a>(&self, live: &'a Live) -> Option<VideoEntry<'a>> {
        let track = live.video.last_track()?;
        let rendition = self.rendition(RenditionId::Video)?;
        Some(VideoEntry {
            rendition: RenditionId::Video,
            codec: &track.name,
            width: track.width,
            height: track.height,
            fps: self.inputs.meter.pace.fps(),
            bitrate: bitrate(rendition),
        })
    }

    fn audio_entry<'a>(&self, live: &'a Live) -> Option<AudioEntry<'a>> {
        let track = live.audio.last_track()?;
        let rendition = self.rendition(RenditionId::Audio)?;
        Some(AudioEntry {
            codec: &track.name,
            channels: track.channels,
            bitrate: bitrate(rendition),
        })
    }
}

/// Whether part `wanted` of the complete segment `msn` is beyond its last one, so that it
/// stands for the next segment's first, which isn't there yet.
fn needs_next(rendition: &Rendition, msn: u64, wanted: u64) -> bool {
    let window = rendition.window();
    let last = window.listed().back();
    last.is_some_and(|segment| {
        segment.msn == msn && wanted >= segment.parts.len() as u64 && window.current().is_none()
    })
}

/// Bits per second of what the playlist has now.
fn bitrate(rendition: &Rendition) -> Bitrate {
    let window = rendition.window();
    let segments = || window.listed().iter().chain(window.current());
    let bytes = segments().map(|segment| segment.bytes).sum();
    let duration = segments().map(|segment| segment.duration).sum();
    let average_bps = bits_per_second(bytes, duration);
    let complete = window.listed().iter().map(segment_bps);
    Bitrate {
        peak_bps: complete.fold(average_bps, u64::max),
        average_bps,
    }
}

fn segment_bps(segment: &Segment) -> u64 {
    bits_per_second(segment.bytes, segment.duration)
}

fn bits_per_second(bytes: usize, duration: i64) -> u64 {
    let bits = 8 * bytes as u128 * u128::from(FLICKS_A_SECOND.unsigned_abs());
    let bps = bits / u128::from(duration.max(1).unsigned_abs());
    u64::try_from(bps).unwrap_or(u64::MAX)
}
