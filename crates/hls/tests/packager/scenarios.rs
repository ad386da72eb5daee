//! What encoders do, one thing at a time.

use crate::{
    demux::Input,
    encoder::{
        AAC_44, AAC_48, AVC_360, AVC_720, audio_config, broadcast, picture, pictures, sound,
        sounds, video_config,
    },
    feed::{EPOCH_MS, Feed},
};
use bytes::Bytes;
use live_hls::{
    AudioCodec, AudioConfig, AudioFrame, DropReason, Packager, PackagerConfig, Readiness,
    RenditionId, Resource, Tail, conformance::MediaPlaylist,
};

fn live(inputs: Vec<Input>) -> Feed {
    let mut feed = Feed::new();
    feed.push_all([video_config(AVC_360), audio_config(AAC_44)]);
    feed.push_all(inputs);
    feed
}

fn durations(playlist: &MediaPlaylist) -> Vec<f64> {
    playlist
        .complete()
        .map(|segment| segment.duration_s)
        .collect()
}

#[test]
fn playlists_begin_with_the_first_whole_segment() {
    let mut feed = live(broadcast(0, 2_000, 2_000));
    assert!(!feed.packager.is_ready());
    let update = feed.push(picture(2_000, true, 9), EPOCH_MS + 2_000);
    assert!(update.changed && feed.packager.is_ready());
    assert_eq!(feed.packager.target_duration_s(), Some(2));
    assert_eq!(durations(feed.playlist(RenditionId::Video)), [2.0]);
}

#[test]
fn a_group_of_pictures_over_the_limit_is_cut_and_told() {
    let feed = live(broadcast(0, 9_000, 2_000));
    let text = feed.packager.multivariant_playlist(None).unwrap();
    assert!(text.contains("#EXT-X-INDEPENDENT-SEGMENTS"));

    let mut inputs = broadcast(0, 4_000, 2_000);
    inputs.extend(broadcast(4_000, 12_000, 12_000));
    let feed = live(inputs);
    let text = feed.packager.multivariant_playlist(None).unwrap();
    assert!(!text.contains("#EXT-X-INDEPENDENT-SEGMENTS"), "{text}");
    assert!(
        durations(feed.playlist(RenditionId::Video))
            .iter()
            .all(|s| *s < 2.5)
    );
}

#[test]
fn long_groups_of_pictures_get_long_segments() {
    let feed = live(broadcast(0, 30_000, 8_000));
    assert_eq!(feed.packager.target_duration_s(), Some(10));
    assert_eq!(
        durations(feed.playlist(RenditionId::Video)),
        [8.0, 8.0, 8.0]
    );
    let audio = durations(feed.playlist(RenditionId::Audio));
    assert!(audio.iter().all(|s| (s - 8.0).abs() < 0.05), "{audio:?}");
}

#[test]
fn an_encoder_that_comes_back_continues_behind_a_discontinuity() {
    let mut feed = live(broadcast(0, 5_000, 2_000));
    feed.end_session();
    let before = feed.playlist(RenditionId::Video).clone();
    feed.begin_session(feed.now_ms + 7_000);
    feed.push_all([video_config(AVC_720), audio_config(AAC_48)]);
    feed.push_all(
        broadcast(1_000_000, 4_000, 2_000)
            .into_iter()
            .map(|mut input| {
                // The second encoder's clock begins anywhere.
                if let Input::Video(frame) = &mut input {
                    frame.dts_ms -= 1_000_000;
                }
                if let Input::Audio(frame) = &mut input {
                    frame.pts_ms -= 1_000_000;
                }
                input
            }),
    );
    for id in [RenditionId::Video, RenditionId::Audio] {
        let playlist = feed.playlist(id);
        let breaks: Vec<_> = playlist
            .segments
            .iter()
            .filter(|s| s.discontinuities > 0)
            .collect();
        assert_eq!(breaks.len(), 1, "{id:?}");
        assert_eq!(breaks[0].discontinuities, 1);
        assert_ne!(breaks[0].map, playlist.segments[0].map);
        assert_eq!(
            playlist.discontinuity_sequence,
            u64::try_from(EPOCH_MS / 1_000 - 1_767_225_600).unwrap()
        );
    }
    let playlist = feed.playlist(RenditionId::Video);
    assert_eq!(playlist.media_sequence, before.media_sequence);
    let resumed = &playlist.segments[before.segments.len()];
    // Five seconds of media, seven of absence, from the epoch 03:04:05 on.
    assert!(
        resumed
            .date
            .as_deref()
            .unwrap()
            .starts_with("2026-01-02T03:04:16.9"),
        "{resumed:?}"
    );
    assert!(
        feed.packager
            .multivariant_playlist(None)
            .unwrap()
            .contains("RESOLUTION=1280x720")
    );
}

#[test]
fn a_changed_record_begins_a_discontinuity_at_the_key_frame() {
    let mut feed = live(broadcast(0, 5_000, 2_000));
    feed.push_all([video_config(AVC_720)]);
    feed.push_all(broadcast(5_000, 5_000, 1_000).into_iter().skip(1));
    assert!(feed.dropped.contains(&DropReason::BeforeKeyframe));
    for id in [RenditionId::Video, RenditionId::Audio] {
        let playlist = feed.playlist(id);
        assert_eq!(
            playlist
                .segments
                .iter()
                .filter(|s| s.discontinuities > 0)
                .count(),
            1
        );
    }
    // An equal record changes nothing.
    feed.push_all([video_config(AVC_720), audio_config(AAC_44)]);
    feed.push_all(broadcast(10_000, 3_000, 1_000));
    let playlist = feed.playlist(RenditionId::Video);
    assert_eq!(
        playlist
            .segments
            .iter()
            .filter(|s| s.discontinuities > 0)
            .count(),
        1
    );
}

#[test]
fn a_jump_of_the_clock_begins_a_discontinuity_and_loses_nothing() {
    for by_ms in [-4_000_000_000_i64, -30_000, 30_000, 4_000_000_000] {
        let mut feed = live(broadcast(0, 6_000, 2_000));
        let jumped = broadcast(6_000 + by_ms, 6_000, 2_000);
        for (input, like) in jumped.into_iter().zip(broadcast(6_000, 6_000, 2_000)) {
            let _ = feed.push(input, EPOCH_MS + crate::encoder::time_ms(&like));
        }
        let late = feed
            .dropped
            .iter()
            .filter(|reason| **reason != DropReason::OffTimeline);
        assert_eq!(late.count(), 0, "{by_ms}: {:?}", feed.dropped);
        feed.finish();
        for id in [RenditionId::Video, RenditionId::Audio] {
            let playlist = feed.playlist(id);
            let breaks: u64 = playlist.segments.iter().map(|s| s.discontinuities).sum();
            assert_eq!(breaks, 1, "{id:?}, {by_ms}");
            let total: f64 = durations(playlist).iter().sum();
            assert!((total - 12.0).abs() < 0.1, "{id:?}, {by_ms}: {total}");
        }
    }
}

#[test]
fn a_pause_that_the_segment_has_room_for_is_bridged() {
    // The target duration is 10 s here, so a pause of three seconds fits.
    let mut inputs = broadcast(0, 9_000, 8_000);
    inputs.extend(broadcast(12_000, 8_000, 8_000));
    let feed = live(inputs);
    let playlist = feed.playlist(RenditionId::Video);
    assert_eq!(
        playlist
            .segments
            .iter()
            .map(|s| s.discontinuities)
            .sum::<u64>(),
        0
    );
    // The same pause where the target duration is 2 s does not.
    let mut inputs = broadcast(0, 9_000, 2_000);
    inputs.extend(broadcast(12_000, 8_000, 2_000));
    let feed = live(inputs);
    let playlist = feed.playlist(RenditionId::Video);
    assert_eq!(
        playlist
            .segments
            .iter()
            .map(|s| s.discontinuities)
            .sum::<u64>(),
        1
    );
}

#[test]
fn what_comes_before_the_first_key_frame_is_dropped() {
    let mut feed = Feed::new();
    feed.push_all([video_config(AVC_360), audio_config(AAC_44)]);
    let mut inputs = broadcast(0, 8_000, 100_000);
    inputs.remove(0);
    for (index, input) in inputs.iter_mut().enumerate() {
        if let Input::Video(frame) = input {
            frame.keyframe = index > 60 && frame.dts_ms % 2_000 == 0;
        }
    }
    feed.push_all(inputs);
    assert!(
        feed.dropped
            .iter()
            .all(|reason| *reason == DropReason::BeforeKeyframe)
    );
    assert_eq!(feed.dropped.len(), 49);
    let (video, audio) = (
        feed.playlist(RenditionId::Video),
        feed.playlist(RenditionId::Audio),
    );
    assert_eq!(
        video.segments[0].date,
        Some("2026-01-02T03:04:07.000Z".into())
    );
    let audio_date = audio.segments[0].date.as_deref().unwrap();
    assert!(
        audio_date.starts_with("2026-01-02T03:04:06.9")
            || audio_date.starts_with("2026-01-02T03:04:07.0")
    );
}

#[test]
fn audio_begins_alone_if_no_key_frame_comes() {
    let mut feed = Feed::new();
    feed.push_all([video_config(AVC_360), audio_config(AAC_44)]);
    feed.push_all(sounds(0, 5_000));
    assert_eq!(feed.packager.renditions(), [RenditionId::Audio]);
    let mut later = broadcast(5_000, 6_000, 2_000);
    later.retain(|input| crate::encoder::time_ms(input) >= 5_000);
    feed.push_all(later);
    assert_eq!(
        feed.packager.renditions(),
        [RenditionId::Video, RenditionId::Audio]
    );
    let (video, audio) = (
        feed.playlist(RenditionId::Video),
        feed.playlist(RenditionId::Audio),
    );
    assert_eq!(video.discontinuity_sequence, audio.discontinuity_sequence);
    assert!(
        video.segments[0]
            .date
            .as_deref()
            .unwrap()
            .starts_with("2026-01-02T03:04:10.0")
    );
}

#[test]
fn sound_with_a_clock_of_its_own_does_not_move_the_dates() {
    // Days, and years.
    for ahead_ms in [500_000_000, 1 << 39] {
        let mut feed = Feed::new();
        feed.push_all([video_config(AVC_360), audio_config(AAC_44)]);
        // The encoder's first sound comes before its first picture.
        for n in 0..3 {
            let _ = feed.push(sound(ahead_ms + n * 23), EPOCH_MS);
        }
        feed.push_all(pictures(0, 5_000, 2_000));
        for id in [RenditionId::Video, RenditionId::Audio] {
            let date = feed.playlist(id).segments[0].date.clone().unwrap();
            assert!(date.starts_with("2026-01-02T03:04:0"), "{id:?} {date}");
        }
    }
}

#[test]
fn times_that_no_clock_has_are_dropped() {
    for far_ms in [1 << 49, -(1 << 49), i64::MAX, i64::MIN] {
        let mut feed = live(broadcast(0, 3_000, 2_000));
        let _ = feed.push(sound(far_ms), feed.now_ms);
        let _ = feed.push(picture(far_ms, true, 9), feed.now_ms);
        assert_eq!(feed.dropped, [DropReason::Malformed; 2], "{far_ms}");
    }
}

#[test]
fn sound_that_stops_is_replaced_by_silence() {
    let mut inputs = broadcast(0, 6_000, 2_000);
    inputs.extend(pictures(6_000, 10_000, 2_000));
    let feed = live(inputs);
    let (video, audio) = (
        feed.playlist(RenditionId::Video),
        feed.playlist(RenditionId::Audio),
    );
    let total = |playlist: &MediaPlaylist| durations(playlist).iter().sum::<f64>();
    assert!(
        (total(video) - total(audio)).abs() < 4.1,
        "{} {}",
        total(video),
        total(audio)
    );
    assert!(total(audio) > 10.0);
}

#[test]
fn a_session_without_sound_keeps_the_audio_playlist_going() {
    let mut feed = live(broadcast(0, 6_000, 2_000));
    feed.end_session();
    feed.begin_session(feed.now_ms + 3_000);
    feed.push_all([video_config(AVC_360)]);
    feed.push_all(pictures(0, 12_000, 2_000));
    let audio = feed.playlist(RenditionId::Audio);
    let after: f64 = audio
        .complete()
        .skip(3)
        .map(|segment| segment.duration_s)
        .sum();
    assert!(after >= 8.0, "{audio:#?}");
}

#[test]
fn holes_in_the_sound_are_filled() {
    let mut inputs = broadcast(0, 8_000, 2_000);
    inputs.retain(
        |input| !matches!(input, Input::Audio(frame) if (4_100..5_000).contains(&frame.pts_ms)),
    );
    let mut feed = live(inputs);
    feed.finish();
    assert_eq!(feed.dropped, []);
    let total: f64 = durations(feed.playlist(RenditionId::Audio)).iter().sum();
    assert!((total - 8.0).abs() < 0.05, "{total}");
}

#[test]
fn a_hole_in_sound_that_has_no_silence_leaves_none_in_the_playlist() {
    // Opus with six channels; `Feed` compares the dates with the durations.
    let head =
        b"OpusHead\x01\x06\x00\x00\x80\xbb\x00\x00\x00\x00\x01\x04\x02\x00\x01\x02\x03\x04\x05";
    let surround = Input::AudioConfig(AudioConfig {
        codec: AudioCodec::Opus,
        record: Bytes::from_static(head),
    });
    // Celt, full band, 20 ms.
    let packets = |from_ms: i64, to_ms: i64| {
        (from_ms..to_ms).step_by(20).map(|pts_ms| {
            Input::Audio(AudioFrame {
                pts_ms,
                data: Bytes::from_static(&[0xf8, 0xff, 0xfe]),
            })
        })
    };
    for hole_ms in [300, 1_500, 9_000] {
        let mut feed = Feed::new();
        feed.push_all([surround.clone()]);
        feed.push_all(packets(0, 5_000).chain(packets(5_000 + hole_ms, 10_000 + hole_ms)));
        assert_eq!(feed.dropped, []);
        feed.finish();
        let playlist = feed.playlist(RenditionId::Audio);
        let total_s: f64 = durations(playlist).iter().sum();
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of seconds")]
        let expected_s = (10_000 + hole_ms) as f64 / 1_000.0;
        assert!(
            (total_s - expected_s).abs() < 0.03,
            "{total_s} of {expected_s}"
        );
        assert!(
            playlist
                .segments
                .iter()
                .all(|segment| segment.discontinuities == 0)
        );
    }
}

#[test]
fn times_that_stand_still_or_step_back_are_pulled_straight() {
    let mut feed = live(broadcast(0, 6_000, 2_000));
    for n in 0..200 {
        let dts_ms = 6_000 + n * 40 - if n % 3 == 0 { 60 } else { 0 };
        let _ = feed.push(picture(dts_ms, n % 50 == 0, 9), EPOCH_MS + 6_000 + n * 40);
        let _ = feed.push(sound(6_000), EPOCH_MS + 6_000 + n * 40);
    }
    let playlist = feed.playlist(RenditionId::Video);
    assert_eq!(
        playlist
            .segments
            .iter()
            .map(|s| s.discontinuities)
            .sum::<u64>(),
        0
    );
}

#[test]
fn segments_stay_loadable_after_they_left_the_playlist() {
    let mut feed = live(broadcast(0, 8_000, 2_000));
    let first = feed.playlist(RenditionId::Video).segments[0].clone();
    let uris = [first.map.unwrap(), first.uri.unwrap()];
    feed.push_all(broadcast(8_000, 20_000, 2_000));
    assert!(feed.playlist(RenditionId::Video).media_sequence > first.msn);
    for uri in &uris {
        assert!(
            matches!(feed.packager.resource(uri), Resource::Ready(_)),
            "{uri}"
        );
    }
    // Its own duration and that of the playlist later, it may go.
    feed.push_all(broadcast(28_000, 22_000, 2_000));
    assert_eq!(feed.packager.resource(&uris[1]), Resource::Gone);
    assert!(
        matches!(feed.packager.resource(&uris[0]), Resource::Ready(_)),
        "still in use"
    );
}

#[test]
fn requests_wait_for_what_comes_and_not_for_what_is_far() {
    let feed = live(broadcast(0, 9_000, 2_000));
    let id = RenditionId::Video;
    let Tail { msn, parts } = feed.packager.tail(id).unwrap();
    let ready = |msn, part| feed.packager.readiness(id, msn, part).unwrap();
    assert_eq!(parts, 3);
    assert_eq!(ready(msn - 1, None), Readiness::Ready);
    assert_eq!(ready(msn - 1, Some(6)), Readiness::Ready);
    assert_eq!(
        ready(msn - 1, Some(7)),
        Readiness::Ready,
        "the next segment's first part"
    );
    assert_eq!(ready(msn, None), Readiness::Wait);
    assert_eq!(ready(msn, Some(parts - 1)), Readiness::Ready);
    assert_eq!(ready(msn, Some(parts)), Readiness::Wait);
    assert_eq!(ready(msn, Some(parts + 10)), Readiness::Wait);
    assert_eq!(
        ready(msn, Some(parts + 11)),
        Readiness::TooFar,
        "over three seconds of parts"
    );
    assert_eq!(ready(msn + 1, Some(0)), Readiness::Wait);
    assert_eq!(ready(msn + 2, None), Readiness::TooFar);
    assert_eq!(ready(u64::MAX, Some(u32::MAX)), Readiness::TooFar);
}

#[test]
fn the_end_is_told_and_nothing_is_taken_after_it() {
    let mut feed = live(broadcast(0, 5_000, 2_000));
    feed.finish();
    assert!(feed.playlist(RenditionId::Video).ended);
    assert!(feed.playlist(RenditionId::Audio).ended);
    let update = feed.push(picture(5_000, true, 9), feed.now_ms);
    assert_eq!(
        (update.dropped, update.changed),
        (Some(DropReason::NotLive), false)
    );
    feed.begin_session(feed.now_ms);
    let update = feed.push(picture(5_000, true, 9), feed.now_ms);
    assert_eq!(update.dropped, Some(DropReason::NotLive));
    assert_eq!(
        feed.packager.readiness(RenditionId::Video, u64::MAX, None),
        Some(Readiness::Ready)
    );
}

#[test]
fn a_short_broadcast_is_played_too() {
    let mut feed = live(broadcast(0, 700, 2_000));
    assert!(!feed.packager.is_ready());
    feed.finish();
    let total: f64 = durations(feed.playlist(RenditionId::Video)).iter().sum();
    assert!((total - 0.7).abs() < 0.05, "{total}");
}

#[test]
fn numbers_only_grow_across_restarts() {
    // Many short segments and discontinuities, then another process with a clock that went on.
    let mut feed = live(broadcast(0, 4_000, 1_000));
    for n in 0..20 {
        feed.end_session();
        feed.begin_session(feed.now_ms + 10);
        feed.push_all([video_config(AVC_360), audio_config(AAC_44)]);
        feed.push_all(broadcast(0, 1_500 + n, 1_000));
    }
    let last = feed.playlist(RenditionId::Video).clone();
    // The next node has the encoder two seconds later.
    feed.now_ms += 2_000;
    let mut next = Packager::new(PackagerConfig::default(), feed.now_ms).unwrap();
    let _ = next.begin_session(feed.now_ms);
    let mut second = Feed::with(PackagerConfig::default());
    second.packager = next;
    second.begin_session(feed.now_ms);
    second.push_all([video_config(AVC_360), audio_config(AAC_44)]);
    second.push_all(broadcast(0, 4_000, 2_000));
    let first = second.playlist(RenditionId::Video);
    let end = last.media_sequence + last.segments.len() as u64;
    assert!(
        first.media_sequence >= end,
        "{} after {end}",
        first.media_sequence
    );
    let breaks: u64 = last
        .segments
        .iter()
        .map(|segment| segment.discontinuities)
        .sum();
    assert!(first.discontinuity_sequence > last.discontinuity_sequence + breaks);
    let part = |playlist: &MediaPlaylist| playlist.hint.clone().unwrap();
    assert!(part(first) > part(&last), "{} {}", part(first), part(&last));
}

#[test]
fn few_frames_a_second_make_parts_of_whole_frames() {
    let mut feed = Feed::new();
    feed.push_all([video_config(AVC_360)]);
    feed.push_all((0..60).map(|n| picture(n * 200, n % 10 == 0, 9)));
    let playlist = feed.playlist(RenditionId::Video);
    assert_eq!(playlist.part_target_s, Some(0.201));
    assert!(
        playlist.segments[4]
            .parts
            .iter()
            .all(|part| (part.duration_s - 0.2).abs() < 1e-6)
    );
}

#[test]
fn a_frame_for_seconds_is_spread_over_parts() {
    let mut feed = live(broadcast(0, 4_000, 2_000));
    feed.push_all((0..12).map(|n| picture(4_000 + n * 900, n % 2 == 0, 9)));
    let playlist = feed.playlist(RenditionId::Video);
    assert_eq!(
        playlist
            .segments
            .iter()
            .map(|s| s.discontinuities)
            .sum::<u64>(),
        0
    );
    let last = playlist.complete().last().unwrap();
    assert!((last.duration_s - 1.8).abs() < 0.2, "{last:?}");
}
