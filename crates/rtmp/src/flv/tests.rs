use super::*;
use crate::error::CodecName;
use proptest::prelude::*;

fn any_payload() -> impl Strategy<Value = Bytes> {
    prop::collection::vec(any::<u8>(), 1..64).prop_map(Bytes::from)
}

fn any_video() -> impl Strategy<Value = VideoTag> {
    let data = prop_oneof![
        any_payload().prop_map(VideoData::SequenceStart),
        (any::<bool>(), -0x80_0000..0x7F_FFFFi32, any_payload()).prop_map(
            |(keyframe, composition_ms, payload)| VideoData::Frame {
                keyframe,
                composition_ms,
                payload
            }
        ),
        Just(VideoData::SequenceEnd),
        any_payload().prop_map(VideoData::Metadata),
    ];
    (prop::sample::select(&VideoCodec::ALL[..]), data).prop_map(|(codec, mut data)| {
        if let VideoData::Frame { composition_ms, .. } = &mut data
            && !matches!(codec, VideoCodec::Avc | VideoCodec::Hevc)
        {
            *composition_ms = 0;
        }
        VideoTag {
            codec,
            nano_offset: 0,
            data,
        }
    })
}

fn any_audio() -> impl Strategy<Value = AudioTag> {
    let data = prop_oneof![
        any_payload().prop_map(AudioData::SequenceStart),
        any_payload().prop_map(AudioData::Frame),
        Just(AudioData::SequenceEnd),
    ];
    (prop::sample::select(&AudioCodec::ALL[..]), data).prop_map(|(codec, data)| AudioTag {
        codec,
        nano_offset: 0,
        data,
    })
}

fn any_dialect() -> impl Strategy<Value = Dialect> {
    prop_oneof![Just(Dialect::Legacy), Just(Dialect::Enhanced)]
}

proptest! {
    #[test]
    fn a_video_tag_is_parsed_as_written(tag in any_video(), dialect in any_dialect()) {
        prop_assert_eq!(VideoTag::parse(tag.encode(dialect)), Ok(Some(tag)));
    }

    #[test]
    fn an_audio_tag_is_parsed_as_written(tag in any_audio(), dialect in any_dialect()) {
        prop_assert_eq!(AudioTag::parse(tag.encode(dialect)), Ok(Some(tag)));
    }

    #[test]
    fn any_bytes_are_parsed_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = VideoTag::parse(Bytes::from(bytes.clone()));
        let _ = AudioTag::parse(Bytes::from(bytes.clone()));
        let _ = read_file(Bytes::from(bytes));
    }

    /// Enhanced headers are dense, so random bytes behind a valid beginning reach further.
    #[test]
    fn any_enhanced_tail_is_parsed_or_refused(
        first in 0x80u8.., tail in prop::collection::vec(0u8..16, 0..64),
    ) {
        let bytes: Bytes = std::iter::once(first).chain(tail.iter().copied()).collect();
        let _ = VideoTag::parse(bytes);
        let bytes: Bytes = std::iter::once(0x90 | first & 0x0F).chain(tail).collect();
        let _ = AudioTag::parse(bytes);
    }
}

fn video(bytes: &'static [u8]) -> Result<Option<VideoTag>, TagError> {
    VideoTag::parse(Bytes::from_static(bytes))
}

#[test]
fn a_payload_is_a_slice_of_the_message() {
    let message = Bytes::from_static(b"\x17\x01\x00\x00\x50frame");
    let tag = VideoTag::parse(message.clone()).unwrap().unwrap();
    let VideoData::Frame {
        keyframe: true,
        composition_ms: 80,
        payload,
    } = tag.data
    else {
        panic!("{tag:?}");
    };
    assert_eq!(payload.as_ptr(), message[5..].as_ptr());
}

#[test]
fn a_negative_composition_time_keeps_its_sign() {
    let tag = video(b"\x27\x01\xFF\xFF\xD8x").unwrap().unwrap();
    assert!(matches!(
        tag.data,
        VideoData::Frame {
            keyframe: false,
            composition_ms: -40,
            ..
        }
    ));
}

#[test]
fn mod_ex_carries_nanoseconds() {
    // ModEx of three bytes (500,000 ns), then CodedFramesX.
    let tag = video(b"\x97\x02\x07\xA1\x20\x03hvc1data").unwrap().unwrap();
    assert_eq!((tag.codec, tag.nano_offset), (VideoCodec::Hevc, 500_000));
    assert!(matches!(tag.data, VideoData::Frame { keyframe: true, .. }));
    // One of 300 bytes that we don't know, by its 16-bit size, then SequenceEnd.
    let mut long = b"\x97\xFF\x01\x2B".to_vec();
    long.extend([0; 300]);
    long.extend(b"\x12av01");
    let tag = VideoTag::parse(Bytes::from(long)).unwrap().unwrap();
    assert_eq!(
        (tag.codec, tag.data),
        (VideoCodec::Av1, VideoData::SequenceEnd)
    );
    // Prefixes without end.
    let endless: Bytes = b"\x97"
        .iter()
        .chain(b"\x00\x00\x17".repeat(50).iter())
        .copied()
        .collect();
    assert_eq!(VideoTag::parse(endless), Err(TagError::TooMany));
}

#[test]
fn of_many_tracks_the_default_is_taken() {
    // One codec, tracks 1 and 0, CodedFrames with composition times.
    let tag = video(b"\x96\x11hvc1\x01\0\0\x04\0\0\x05A\x00\0\0\x05\0\0\x07BC")
        .unwrap()
        .unwrap();
    assert_eq!(
        tag.data,
        VideoData::Frame {
            keyframe: true,
            composition_ms: 7,
            payload: Bytes::from_static(b"BC"),
        }
    );
    // A codec each.
    let tag = video(b"\x96\x23av01\x01\0\0\x01Ahvc1\0\0\0\x02BC")
        .unwrap()
        .unwrap();
    assert_eq!(tag.codec, VideoCodec::Hevc);
    // One track, not the default.
    assert_eq!(video(b"\x96\x01av01\x03data"), Ok(None));
    let audio = AudioTag::parse(Bytes::from_static(b"\x95\x01Opus\x00data"))
        .unwrap()
        .unwrap();
    assert_eq!(audio.data, AudioData::Frame(Bytes::from_static(b"data")));
}

#[test]
fn what_we_do_not_take_is_named() {
    let refused = |error: TagError| error.to_string();
    assert_eq!(
        refused(video(b"\x22\x00").unwrap_err()),
        "unsupported codec Sorenson H.263"
    );
    assert_eq!(
        refused(video(b"\x90vvc1").unwrap_err()),
        "unsupported codec vvc1"
    );
    let audio = |bytes: &'static [u8]| AudioTag::parse(Bytes::from_static(bytes));
    assert_eq!(
        refused(audio(b"\x2F\xFF").unwrap_err()),
        "unsupported codec MP3"
    );
    assert_eq!(
        audio(b"\x90ac-3"),
        Err(TagError::UnsupportedCodec(CodecName::FourCc(*b"ac-3")))
    );
}

#[test]
fn empty_messages_and_command_frames_are_passed_over() {
    assert_eq!(video(b""), Ok(None));
    assert_eq!(video(b"\x57\x00"), Ok(None));
    assert_eq!(video(b"\x27\x01\0\0\0"), Ok(None));
    assert_eq!(AudioTag::parse(Bytes::new()), Ok(None));
    assert_eq!(AudioTag::parse(Bytes::from_static(b"\xAF")), Ok(None));
}
