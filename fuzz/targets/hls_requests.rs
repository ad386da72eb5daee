//! Requests for playlists and media of a stream that runs: any name, any number, any query.
#![no_main]

use libfuzzer_sys::{arbitrary, fuzz_target};
use live_hls::{
    AudioCodec, AudioConfig, AudioFrame, Packager, PackagerConfig, RenditionId, Resource,
    conformance::check_media,
};
use std::sync::LazyLock;

#[derive(Debug, arbitrary::Arbitrary)]
enum Request<'a> {
    Resource {
        name: &'a str,
    },
    Known {
        rendition: bool,
        kind: u8,
        number: u64,
    },
    Playlist {
        rendition: &'a str,
        msn: u64,
        part: Option<u32>,
        skip: bool,
    },
    Near {
        back: i8,
        part: Option<u8>,
    },
    Read {
        playlist: &'a str,
    },
}

/// Twenty seconds of audio, which makes segments without key frames.
static PACKAGER: LazyLock<Packager> = LazyLock::new(|| {
    let begin_ms = 1_700_000_000_000;
    let mut packager =
        Packager::new(PackagerConfig::default(), begin_ms).expect("the defaults hold");
    let _ = packager.begin_session(begin_ms);
    let record = [0x11, 0x90][..].into();
    let config = AudioConfig {
        codec: AudioCodec::Aac,
        record,
    };
    let _ = packager.set_audio(config, begin_ms).expect("it is AAC-LC");
    for n in 0..940 {
        let pts_ms = n * 64 / 3; // 1024 samples at 48 kHz
        let frame = AudioFrame {
            pts_ms,
            data: vec![0x21; 32].into(),
        };
        let _ = packager.push_audio(frame, begin_ms + pts_ms);
    }
    assert!(packager.is_ready(), "nothing to ask for");
    packager
});

fn ask_playlist(id: RenditionId, msn: u64, part: Option<u32>, skip: bool) {
    let _ = PACKAGER.readiness(id, msn, part);
    let Some(text) = PACKAGER.media_playlist(id, skip, None) else {
        return;
    };
    if !skip {
        check_media(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    }
}

fuzz_target!(|request: Request<'_>| match request {
    Request::Resource { name } => {
        if let Resource::Ready(media) = PACKAGER.resource(name) {
            assert_eq!(
                media.len,
                media.chunks.iter().map(|chunk| chunk.len()).sum::<usize>()
            );
        }
    }
    Request::Known {
        rendition,
        kind,
        number,
    } => {
        let rendition = if rendition { "video" } else { "audio" };
        let name = match kind % 3 {
            0 => format!("{rendition}-init-{number}.mp4"),
            1 => format!("{rendition}-{number}.m4s"),
            _ => format!("{rendition}-part-{number}.m4s"),
        };
        let _ = PACKAGER.resource(&name);
    }
    Request::Playlist {
        rendition,
        msn,
        part,
        skip,
    } => {
        if let Some(id) = RenditionId::from_name(rendition) {
            ask_playlist(id, msn, part, skip);
        }
    }
    Request::Near { back, part } => {
        let tail = PACKAGER.tail(RenditionId::Audio).expect("it has audio");
        let msn = tail.msn.wrapping_add_signed(i64::from(back));
        ask_playlist(RenditionId::Audio, msn, part.map(u32::from), back % 2 == 0);
    }
    Request::Read { playlist } => {
        let _ = check_media(playlist);
    }
});
