//! What players get while an encoder sends.

use crate::{
    encoder::Encoder,
    footage::{FOOTAGE_MS, between, footage, later, records},
    node::{Node, Stream},
    player::Player,
    programs::{FRAMES, run},
};
use jsonwebtoken::{EncodingKey, Header};
use live_hls::conformance::{MediaPlaylist, check_update};
use live_protocol::{event::BusEvent, live::Visibility};
use live_rtmp::flv::FileTag;
use reqwest::StatusCode;
use tokio::process::Command;

/// How much is sent at a time: some parts.
const STEP_MS: u32 = 1_000;

/// A broadcast that goes on as the test wants, faster than time.
struct Broadcast {
    encoder: Encoder,
    frames: Vec<FileTag>,
    sent_ms: u32,
}

impl Broadcast {
    async fn begin(node: &Node, stream: &Stream) -> Self {
        let tags = footage().await;
        let mut encoder = Encoder::publish(node, stream).await;
        encoder.send(&records(tags)).await;
        Self {
            encoder,
            frames: between(tags, 0..FOOTAGE_MS),
            sent_ms: 0,
        }
    }

    /// Sends the next second.
    async fn go_on(&mut self) {
        let (round, within_ms) = (self.sent_ms / FOOTAGE_MS, self.sent_ms % FOOTAGE_MS);
        let frames = between(&self.frames, within_ms..within_ms + STEP_MS);
        self.encoder.send(&later(&frames, round * FOOTAGE_MS)).await;
        self.sent_ms += STEP_MS;
    }

    /// One that players can watch.
    async fn live(node: &Node, stream: &Stream) -> (Self, Player) {
        let mut broadcast = Self::begin(node, stream).await;
        for _ in 0..4 {
            broadcast.go_on().await;
        }
        let player = node.player(stream);
        player
            .playlist_when("a segment", "video.m3u8", |p| p.complete().count() > 0)
            .await;
        (broadcast, player)
    }
}

#[tokio::test]
async fn a_reload_that_blocks_is_answered_with_the_part_it_asks_for() {
    let node = Node::start().await;
    let stream = node.stream();
    let (mut broadcast, player) = Broadcast::live(&node, &stream).await;
    // Everything that was sent is packaged when nothing changes any more.
    let mut playlist = player.playlist("video.m3u8").await;
    for _ in 0..20 {
        let (msn, part) = next_part(&playlist);
        let query = format!("video.m3u8?_HLS_msn={msn}&_HLS_part={part}");
        let (next, ()) = tokio::join!(player.playlist(&query), broadcast.go_on());
        check_update(&playlist, &next).unwrap();
        let has_it = next.segments.iter().any(|segment| {
            segment.msn == msn && segment.parts.len() > part
                || segment.msn > msn && !segment.parts.is_empty()
        });
        assert!(has_it, "no part {part} of {msn}: {next:#?}");
        playlist = next;
    }
    broadcast.encoder.leave().await;
    node.left(&stream, 1).await;
    node.stop().await;
}

/// The part behind the playlist's last one, as a player asks for it.
fn next_part(playlist: &MediaPlaylist) -> (u64, usize) {
    let last = playlist.segments.last().unwrap();
    if last.uri.is_some() {
        (last.msn + 1, 0)
    } else {
        (last.msn, last.parts.len())
    }
}

#[tokio::test]
async fn a_hinted_part_is_held_until_it_is_there_and_never_missing() {
    let node = Node::start().await;
    let stream = node.stream();
    let (mut broadcast, player) = Broadcast::live(&node, &stream).await;
    for _ in 0..15 {
        // Of both renditions at once, from the playlist of this moment, as players do it.
        let hints = [
            player.playlist("video.m3u8").await.hint.unwrap(),
            player.playlist("audio.m3u8").await.hint.unwrap(),
        ];
        let (video, audio, ()) = tokio::join!(
            player.media(&hints[0]),
            player.media(&hints[1]),
            broadcast.go_on()
        );
        for part in [video, audio] {
            assert_eq!(&part[4..8], b"moof");
        }
    }
    broadcast.encoder.leave().await;
    node.left(&stream, 1).await;
    node.stop().await;
}

#[tokio::test]
async fn a_part_that_was_hinted_before_the_encoder_left_comes_when_it_is_back() {
    let node = Node::with_still_clock().await;
    let stream = node.stream();
    let (broadcast, player) = Broadcast::live(&node, &stream).await;
    broadcast.encoder.leave().await;
    node.left(&stream, 1).await;
    node.clock.advance(std::time::Duration::from_secs(5));
    for name in ["video.m3u8", "audio.m3u8"] {
        let hint = player.playlist(name).await.hint.unwrap();
        let asking = player.media(&hint);
        let returning = async {
            let mut broadcast = Broadcast::begin(&node, &stream).await;
            for _ in 0..4 {
                broadcast.go_on().await;
            }
            broadcast
        };
        let (part, broadcast) = tokio::join!(asking, returning);
        assert_eq!(&part[4..8], b"moof");
        broadcast.encoder.leave().await;
        node.clock.advance(std::time::Duration::from_secs(5));
    }
    node.stop().await;
}

#[tokio::test]
async fn playlists_keep_the_rules_while_a_stream_goes_on() {
    let node = Node::start().await;
    let stream = node.stream();
    let (mut broadcast, player) = Broadcast::live(&node, &stream).await;
    let mut last = player.playlist("video.m3u8").await;
    // More than the window holds.
    for _ in 0..30 {
        broadcast.go_on().await;
        let next = player.playlist("video.m3u8").await;
        check_update(&last, &next).unwrap();
        last = next;
    }
    broadcast.encoder.leave().await;
    node.left(&stream, 1).await;
    let next = player.playlist("video.m3u8").await;
    check_update(&last, &next).unwrap();
    assert!(next.media_sequence > 0 && next.complete().count() <= 11);
    node.stop().await;
}

#[tokio::test]
async fn a_private_stream_is_played_with_a_token_only() {
    let node = Node::start().await;
    let stream = node.stream_for(Visibility::Private);
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(footage().await).await;
    encoder.leave().await;
    node.left(&stream, 1).await;
    let player = node.player(&stream);
    let claims = serde_json::json!({
        "sub": stream.id,
        "kind": "playback",
        "exp": node.clock.now().as_ms() / 1_000 + 60,
    });
    let key = EncodingKey::from_secret(node.secrets.playback_key.reveal().as_bytes());
    let token = jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap();
    let guest = player.with_token(&token);
    let playlist = guest.playlist("video.m3u8").await;
    let (part, wrong) = (
        playlist.uris().last().unwrap(),
        player.with_token(&token.replace('.', "x")),
    );
    for file in ["index.m3u8", "video.m3u8", part.split('?').next().unwrap()] {
        assert_eq!(guest.status(file).await, StatusCode::OK, "{file}");
        assert_eq!(
            player.status(file).await,
            StatusCode::UNAUTHORIZED,
            "{file}"
        );
        assert_eq!(wrong.status(file).await, StatusCode::FORBIDDEN, "{file}");
    }
    // The token is passed on, so that a player that knows nothing of it works.
    assert_eq!(player.status(part).await, StatusCode::OK);
    node.stop().await;
}

#[tokio::test]
async fn a_player_that_knows_no_parts_plays_everything_over_discontinuities() {
    let node = Node::with(|config| config.rtmp.reconnect_window_s = 2).await;
    let stream = node.stream();
    // A second lies between, for discontinuities are no closer.
    for round in 1..=2 {
        let mut encoder = Encoder::publish(&node, &stream).await;
        node.hear("a heartbeat", &stream, round, |event| {
            matches!(event, BusEvent::Heartbeat { .. })
        })
        .await;
        encoder.send(footage().await).await;
        encoder.leave().await;
        node.left(&stream, round).await;
    }
    node.ended(&stream).await;
    let mut ffprobe = Command::new("ffprobe");
    ffprobe
        .args(["-v", "error", "-of", "csv=p=0", "-count_frames"])
        .args([
            "-select_streams",
            "v",
            "-show_entries",
            "stream=nb_read_frames",
        ])
        .arg(node.player(&stream).address("index.m3u8"));
    let frames = run(&mut ffprobe).await;
    // It is told twice, for the stream and for its programme.
    let frames = frames.lines().next().unwrap().trim_end_matches(',');
    assert_eq!(frames, (2 * FRAMES).to_string());
    node.stop().await;
}

#[tokio::test]
async fn a_heartbeat_tells_what_comes_in() {
    let node = Node::start().await;
    let stream = node.stream();
    let mut encoder = Encoder::publish(&node, &stream).await;
    encoder.send(footage().await).await;
    node.hear("a heartbeat", &stream, 1, |event| {
        matches!(event, BusEvent::Heartbeat { .. })
    })
    .await;
    let report = node
        .events(&stream)
        .into_iter()
        .find_map(|event| match event {
            BusEvent::Heartbeat { report, .. } => Some(report),
            _ => None,
        });
    let report = report.unwrap();
    assert_eq!((report.width, report.height), (Some(320), Some(180)));
    assert_eq!(report.keyframe_interval_ms, Some(1_000));
    assert_eq!(report.frames_dropped, 0);
    assert_eq!(report.audio_codec.as_deref(), Some("mp4a.40.2"));
    assert!(report.video_codec.unwrap().starts_with("avc1."));
    assert!(report.video_bps > 50_000 && report.audio_bps > 10_000);
    encoder.leave().await;
    node.stop().await;
}
