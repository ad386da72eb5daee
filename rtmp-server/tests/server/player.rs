//! A player: it gets playlists and media over HTTP, and takes the media apart with `ffprobe`.

use crate::programs::run;
use live_hls::conformance::{self, MediaPlaylist};
use live_testing::wait_for;
use reqwest::{StatusCode, header};
use tokio::process::Command;

#[derive(Clone)]
pub(crate) struct Player {
    client: reqwest::Client,
    /// The stream's folder.
    base: String,
    /// Behind each address.
    query: String,
}

/// What lies between two discontinuities.
pub(crate) struct Stretch {
    /// An init section and all complete segments behind it.
    pub(crate) file: Vec<u8>,
    /// The name of the init section.
    pub(crate) init: String,
}

/// A frame as a player finds it, milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Packet {
    pub(crate) shown_ms: i64,
    pub(crate) decoded_ms: i64,
    pub(crate) key: bool,
}

impl Player {
    pub(crate) fn new(client: reqwest::Client, base: String) -> Self {
        Self {
            client,
            base,
            query: String::new(),
        }
    }

    /// The same with a playback token.
    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self {
            query: format!("?token={token}"),
            ..self.clone()
        }
    }

    /// The whole address of a file.
    pub(crate) fn address(&self, file: &str) -> String {
        let query = if file.contains('?') { "" } else { &self.query };
        format!("{}/{file}{query}", self.base)
    }

    pub(crate) async fn ask(&self, file: &str) -> reqwest::Response {
        self.client.get(self.address(file)).send().await.unwrap()
    }

    pub(crate) async fn status(&self, file: &str) -> StatusCode {
        self.ask(file).await.status()
    }

    async fn text(&self, file: &str) -> String {
        let answer = self.ask(file).await;
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{file}: {text}");
        text
    }

    /// A piece of media, with its headers looked at.
    pub(crate) async fn media(&self, file: &str) -> Vec<u8> {
        let answer = self.ask(file).await;
        assert_eq!(answer.status(), StatusCode::OK, "{file}");
        let kind = answer.headers()[header::CONTENT_TYPE].to_str().unwrap();
        assert!(kind == "video/mp4" || kind == "audio/mp4", "{kind}");
        answer.bytes().await.unwrap().to_vec()
    }

    /// The multivariant playlist, checked.
    pub(crate) async fn index(&self) -> String {
        let text = self.text("index.m3u8").await;
        conformance::check_multivariant(&text).unwrap_or_else(|v| panic!("{v}\n{text}"));
        text
    }

    /// A media playlist, checked. `name` may have a query.
    pub(crate) async fn playlist(&self, name: &str) -> MediaPlaylist {
        let text = self.text(name).await;
        conformance::check_media(&text).unwrap_or_else(|v| panic!("{v}\n{text}"))
    }

    /// Waits for a media playlist that is as wanted.
    pub(crate) async fn playlist_when(
        &self,
        what: &str,
        name: &str,
        wanted: impl Fn(&MediaPlaylist) -> bool,
    ) -> MediaPlaylist {
        wait_for(what, async || {
            Some(self.playlist(name).await).filter(&wanted)
        })
        .await
    }

    /// All complete segments of a playlist. The parts of those that have some are their bytes.
    pub(crate) async fn record(&self, name: &str) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        for segment in self.playlist(name).await.segments {
            let Some(uri) = segment.uri else { continue };
            if let Some(init) = segment.map {
                let file = self.media(&init).await;
                stretches.push(Stretch { file, init });
            }
            let media = self.media(&uri).await;
            let mut parts = Vec::new();
            for part in &segment.parts {
                parts.extend(self.media(&part.uri).await);
            }
            assert!(parts.is_empty() || parts == media, "{uri} is not its parts");
            stretches.last_mut().unwrap().file.extend(media);
        }
        stretches
    }

    /// As [`Player::record`], where there must be no discontinuity.
    pub(crate) async fn record_one(&self, name: &str) -> Stretch {
        let mut stretches = self.record(name).await;
        assert_eq!(stretches.len(), 1, "discontinuities");
        stretches.remove(0)
    }
}

impl Stretch {
    async fn probe(&self, args: &[&str]) -> String {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("stretch.mp4");
        std::fs::write(&file, &self.file).unwrap();
        let mut command = Command::new("ffprobe");
        command.args(["-v", "error", "-of", "csv=p=0"]).args(args);
        run(command.arg(&file)).await
    }

    /// The codec's name, and how many frames can be decoded.
    pub(crate) async fn decoded(&self) -> (String, usize) {
        let entries = "stream=codec_name,nb_read_frames";
        let text = self
            .probe(&["-count_frames", "-show_entries", entries])
            .await;
        let (codec, count) = text.trim().split_once(',').unwrap();
        (codec.to_owned(), count.parse().unwrap())
    }

    /// The frames in the order in which they are decoded.
    pub(crate) async fn packets(&self) -> Vec<Packet> {
        let text = self
            .probe(&["-show_entries", "packet=pts_time,dts_time,flags"])
            .await;
        let packet = |line: &str| {
            let mut fields = line.split(',');
            let mut next = || fields.next().unwrap().to_owned();
            Packet {
                shown_ms: milliseconds(&next()),
                decoded_ms: milliseconds(&next()),
                key: next().starts_with('K'),
            }
        };
        text.lines().map(packet).collect()
    }
}

fn milliseconds(seconds: &str) -> i64 {
    let seconds: f64 = seconds.parse().unwrap();
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of a test")]
    let ms = (seconds * 1_000.0).round() as i64;
    ms
}

/// Names of segments and parts end with a number.
pub(crate) fn number(name: &str) -> u64 {
    let stem = name.split('.').next().unwrap();
    stem.rsplit('-').next().unwrap().parse().unwrap()
}
