//! Playlists as players get them.

use crate::{
    encoder::{AAC_44, AVC_360, audio_config, broadcast, video_config},
    feed::Feed,
};
use live_hls::RenditionId;

fn feed(length_ms: i64) -> Feed {
    let mut feed = Feed::new();
    feed.push_all([video_config(AVC_360), audio_config(AAC_44)]);
    feed.push_all(broadcast(0, length_ms, 2_000));
    feed
}

fn media(feed: &Feed, id: RenditionId) -> String {
    feed.packager.media_playlist(id, false, None).unwrap()
}

#[test]
fn a_live_playlist() {
    let feed = feed(5_000);
    insta::assert_snapshot!(
        "multivariant",
        feed.packager.multivariant_playlist(None).unwrap()
    );
    insta::assert_snapshot!("video", media(&feed, RenditionId::Video));
    insta::assert_snapshot!("audio", media(&feed, RenditionId::Audio));
}

#[test]
fn a_private_playlist_carries_the_token_on() {
    let feed = feed(2_500);
    let query = Some("token=abc.def");
    insta::assert_snapshot!(
        "private_multivariant",
        feed.packager.multivariant_playlist(query).unwrap()
    );
    let text = feed
        .packager
        .media_playlist(RenditionId::Video, false, query)
        .unwrap();
    let uris = text
        .lines()
        .filter(|line| line.contains("m4s") || line.contains("mp4") || line.contains("m3u8"));
    assert!(uris.count() > 8 && text.matches("?token=abc.def").count() > 8);
    insta::assert_snapshot!("private_video", text);
}

#[test]
fn a_delta_update() {
    let feed = feed(26_300);
    let text = feed
        .packager
        .media_playlist(RenditionId::Video, true, None)
        .unwrap();
    insta::assert_snapshot!("delta", text);
}

#[test]
fn after_a_reconnect_and_the_end() {
    let mut feed = feed(3_000);
    feed.end_session();
    feed.begin_session(feed.now_ms + 4_000);
    feed.push_all([video_config(AVC_360), audio_config(AAC_44)]);
    feed.push_all(broadcast(0, 3_000, 2_000));
    feed.finish();
    insta::assert_snapshot!("ended_video", media(&feed, RenditionId::Video));
}
