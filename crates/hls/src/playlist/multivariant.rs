//! The multivariant playlist.

use super::{VERSION, media::Query};
use crate::RenditionId;
use std::fmt::{self, Write};

const AUDIO_GROUP: &str = "audio";

/// Measured bits per second.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Bitrate {
    /// Of the segment that has most.
    pub(crate) peak_bps: u64,
    /// Over all segments.
    pub(crate) average_bps: u64,
}

/// A video rendition.
#[derive(Debug)]
pub(crate) struct VideoEntry<'a> {
    pub(crate) rendition: RenditionId,
    pub(crate) codec: &'a str,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) fps: Option<f64>,
    pub(crate) bitrate: Bitrate,
}

/// The audio rendition.
#[derive(Debug)]
pub(crate) struct AudioEntry<'a> {
    pub(crate) codec: &'a str,
    /// Zero where it isn't known.
    pub(crate) channels: u8,
    pub(crate) bitrate: Bitrate,
}

/// What the multivariant playlist is made of.
#[derive(Debug)]
pub(crate) struct Multivariant<'a> {
    /// Every segment so far began with a frame at which decoding can begin.
    pub(crate) independent: bool,
    /// Each a variant of its own.
    pub(crate) videos: &'a [VideoEntry<'a>],
    /// Shared by all variants, or the only one.
    pub(crate) audio: Option<AudioEntry<'a>>,
    /// Appended to each URI.
    pub(crate) query: Option<&'a str>,
}

/// Writes the multivariant playlist.
pub(crate) fn write_multivariant(playlist: &Multivariant<'_>) -> String {
    let mut out = String::with_capacity(512);
    // Writing to a String can't fail.
    let _ = playlist.write(&mut out);
    out
}

impl Multivariant<'_> {
    fn write(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "#EXTM3U\n#EXT-X-VERSION:{VERSION}")?;
        if self.independent {
            writeln!(out, "#EXT-X-INDEPENDENT-SEGMENTS")?;
        }
        match &self.audio {
            Some(audio) if self.videos.is_empty() => self.write_audio_only(out, audio),
            audio => {
                if let Some(audio) = audio {
                    self.write_audio_group(out, audio)?;
                }
                self.videos
                    .iter()
                    .try_for_each(|video| self.write_variant(out, video))
            }
        }
    }

    fn write_audio_only(&self, out: &mut String, audio: &AudioEntry<'_>) -> fmt::Result {
        let Bitrate {
            peak_bps,
            average_bps,
        } = audio.bitrate;
        let codec = audio.codec;
        writeln!(
            out,
            "#EXT-X-STREAM-INF:BANDWIDTH={peak_bps},AVERAGE-BANDWIDTH={average_bps},\
             CODECS=\"{codec}\"\n{}.m3u8{}",
            RenditionId::Audio.name(),
            Query(self.query)
        )
    }

    fn write_audio_group(&self, out: &mut String, audio: &AudioEntry<'_>) -> fmt::Result {
        write!(
            out,
            "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"{AUDIO_GROUP}\",NAME=\"Audio\",DEFAULT=YES,\
             AUTOSELECT=YES"
        )?;
        if audio.channels > 0 {
            write!(out, ",CHANNELS=\"{}\"", audio.channels)?;
        }
        let name = RenditionId::Audio.name();
        writeln!(out, ",URI=\"{name}.m3u8{}\"", Query(self.query))
    }

    fn write_variant(&self, out: &mut String, video: &VideoEntry<'_>) -> fmt::Result {
        let audio = self.audio.as_ref();
        let heard = audio.map(|audio| audio.bitrate).unwrap_or_default();
        write!(
            out,
            "#EXT-X-STREAM-INF:BANDWIDTH={},AVERAGE-BANDWIDTH={},CODECS=\"{}",
            video.bitrate.peak_bps + heard.peak_bps,
            video.bitrate.average_bps + heard.average_bps,
            video.codec,
        )?;
        if let Some(audio) = audio {
            write!(out, ",{}", audio.codec)?;
        }
        write!(out, "\",RESOLUTION={}x{}", video.width, video.height)?;
        if let Some(fps) = video.fps {
            write!(out, ",FRAME-RATE={fps:.3}")?;
        }
        if audio.is_some() {
            write!(out, ",AUDIO=\"{AUDIO_GROUP}\"")?;
        }
        let name = video.rendition.name();
        writeln!(out, "\n{name}.m3u8{}", Query(self.query))
    }
}
