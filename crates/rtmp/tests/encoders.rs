//! Sessions with real encoders: each pushes over TCP to a [`ServerSession`], what it sent is
//! recorded, and the recording, cut into other pieces, must give the same events again.
//!
//! Needs `ffmpeg` and `gst-launch-1.0` of the system, and a current FFmpeg
//! (`installer/test-tools.sh`).

#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

use live_rtmp::{
    Connect, Event, Refusal, ServerSession,
    flv::{AudioCodec, AudioData, VideoCodec, VideoData},
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Command, Output, Stdio},
    sync::OnceLock,
    time::Duration,
};

const KEY: &str = "stream-key";
/// Every encoder here sends this many frames at 30 a second, with a key frame every 15.
const FRAMES: usize = 60;

/// What a session with an encoder was.
struct Recording {
    /// All that the encoder sent, handshake included.
    wire: Vec<u8>,
    events: Vec<Event>,
    output: Output,
}

/// Runs `encoder` (it gets the address) against a session that accepts or refuses it.
fn record(encoder: &dyn Fn(&str) -> Command, refusal: Option<Refusal>) -> Recording {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("rtmp://{}/live", listener.local_addr().unwrap());
    let mut command = encoder(&address);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    listener.set_nonblocking(true).unwrap();
    let stream = loop {
        match listener.accept() {
            Ok((stream, _)) => break stream,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                if child.try_wait().unwrap().is_some() {
                    let output = child.wait_with_output().unwrap();
                    let log = String::from_utf8_lossy(&output.stderr).into_owned();
                    panic!("the encoder ended before it connected: {log}");
                }
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(error) => panic!("{error}"),
        }
    };
    stream.set_nonblocking(false).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let (wire, events) = serve(stream, refusal);
    let output = child.wait_with_output().unwrap();
    Recording {
        wire,
        events,
        output,
    }
}

fn serve(mut stream: TcpStream, refusal: Option<Refusal>) -> (Vec<u8>, Vec<Event>) {
    let (mut wire, mut events) = (Vec::new(), Vec::new());
    let mut session = ServerSession::new(7);
    let mut buffer = [0; 16 << 10];
    loop {
        let count = match stream.read(&mut buffer) {
            Ok(count) => count,
            // An encoder that closes before it has read our last words resets the connection.
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => 0,
            Err(error) => panic!("{error}"),
        };
        if count == 0 {
            return (wire, events);
        }
        wire.extend_from_slice(&buffer[..count]);
        session.feed(&buffer[..count]);
        while let Some(event) = session.poll().unwrap() {
            if let Event::Publish(publish) = &event {
                assert_eq!((publish.app.as_str(), publish.key.as_str()), ("live", KEY));
                match refusal {
                    None => session.accept(),
                    Some(refusal) => session.reject(refusal, "No such stream key."),
                }
            }
            events.push(event);
        }
        // An encoder that has left already can't be told anything; the read above sees it.
        let _ = stream.write_all(&session.take_output());
        if session.is_closed() {
            return (wire, events);
        }
    }
}

/// Feeds a recording in pieces of these lengths, over and over.
fn replay(wire: &[u8], pieces: &[usize]) -> Vec<Event> {
    let mut session = ServerSession::new(7);
    let mut events = Vec::new();
    let mut pieces = pieces.iter().cycle();
    let mut rest = wire;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at((*pieces.next().unwrap()).min(rest.len()));
        rest = after;
        session.feed(piece);
        while let Some(event) = session.poll().unwrap() {
            if matches!(event, Event::Publish(_)) {
                session.accept();
            }
            events.push(event);
        }
    }
    events
}

/// Checks what must hold for every encoder that was accepted, and that pieces don't matter.
fn check(recording: &Recording, video: Option<VideoCodec>, audio: Option<AudioCodec>) -> Connect {
    let output = &recording.output;
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the encoder failed: {log}");
    let Some(Event::Connect(connect)) = recording.events.first() else {
        panic!("no connect: {:?}", recording.events.first());
    };
    assert!(matches!(recording.events.get(1), Some(Event::Publish(_))));
    assert!(
        recording
            .events
            .iter()
            .any(|event| matches!(event, Event::Metadata(_)))
    );
    assert!(
        matches!(recording.events.last(), Some(Event::Ended)),
        "{:?}",
        recording.events.last()
    );
    assert!(
        !recording
            .events
            .iter()
            .any(|event| matches!(event, Event::Skipped(_)))
    );
    if let Some(codec) = video {
        check_video(&recording.events, codec);
    }
    if let Some(codec) = audio {
        check_audio(&recording.events, codec);
    }

    let expected = format!("{:?}", recording.events);
    let mut runner = TestRunner::new(Config {
        cases: 8,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&prop::collection::vec(1..3000usize, 1..20), |pieces| {
            prop_assert_eq!(
                &format!("{:?}", replay(&recording.wire, &pieces)),
                &expected
            );
            Ok(())
        })
        .unwrap();
    connect.clone()
}

fn check_video(events: &[Event], codec: VideoCodec) {
    let packets: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::Video(packet) => Some(packet),
            _ => None,
        })
        .collect();
    assert!(packets.iter().all(|packet| packet.tag.codec == codec));
    assert!(
        matches!(packets[0].tag.data, VideoData::SequenceStart(_)),
        "{:?}",
        packets[0].tag
    );
    let frames: Vec<_> = packets
        .iter()
        .filter_map(|packet| match &packet.tag.data {
            VideoData::Frame {
                keyframe,
                composition_ms,
                ..
            } => Some((packet.timestamp_ms, *keyframe, *composition_ms)),
            _ => None,
        })
        .collect();
    assert_eq!(frames.len(), FRAMES);
    assert!(frames[0].1, "the first frame is no key frame");
    assert_eq!(frames.iter().filter(|frame| frame.1).count(), FRAMES / 15);
    assert!(
        frames.is_sorted_by(|a, b| a.0 < b.0),
        "decoding times go back: {frames:?}"
    );
    let mut shown: Vec<i64> = frames
        .iter()
        .map(|frame| frame.0 + i64::from(frame.2))
        .collect();
    shown.sort_unstable();
    let span = shown.last().unwrap() - shown[0];
    assert!(
        (1960..=1974).contains(&span),
        "59 frames of 33.3 ms took {span} ms"
    );
}

fn check_audio(events: &[Event], codec: AudioCodec) {
    let packets: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::Audio(packet) => Some(packet),
            _ => None,
        })
        .collect();
    assert!(packets.iter().all(|packet| packet.tag.codec == codec));
    assert!(
        matches!(packets[0].tag.data, AudioData::SequenceStart(_)),
        "{:?}",
        packets[0].tag
    );
    let frames = packets
        .iter()
        .filter(|p| matches!(p.tag.data, AudioData::Frame(_)))
        .count();
    assert!(frames > 80, "{frames} audio frames in two seconds");
    assert!(packets.is_sorted_by_key(|packet| packet.timestamp_ms));
}

fn composition_times(events: &[Event]) -> Vec<i32> {
    events
        .iter()
        .filter_map(|event| match event {
            Event::Video(packet) => match packet.tag.data {
                VideoData::Frame { composition_ms, .. } => Some(composition_ms),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

const SOURCES: &str = "-hide_banner -loglevel warning -f lavfi -i testsrc2=size=320x180:rate=30 \
                       -f lavfi -i sine=frequency=440:sample_rate=48000 -t 2 -pix_fmt yuv420p -g 15";

/// FFmpeg pushing two seconds with these options.
fn ffmpeg(program: PathBuf, options: &'static str) -> impl Fn(&str) -> Command {
    move |address| {
        let mut command = Command::new(&program);
        command
            .args(SOURCES.split_whitespace())
            .args(options.split_whitespace());
        command.args(["-f", "flv"]).arg(format!("{address}/{KEY}"));
        command
    }
}

fn system_ffmpeg(options: &'static str) -> impl Fn(&str) -> Command {
    ffmpeg("ffmpeg".into(), options)
}

fn current_ffmpeg(options: &'static str) -> impl Fn(&str) -> Command {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    let path = PATH.get_or_init(|| {
        if let Some(path) = std::env::var_os("LIVE_TEST_FFMPEG") {
            return path.into();
        }
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../installer/test-tools.sh");
        let output = Command::new("bash")
            .arg(script)
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "no current FFmpeg: run installer/test-tools.sh, or name one in LIVE_TEST_FFMPEG"
        );
        String::from_utf8(output.stdout).unwrap().trim().into()
    });
    ffmpeg(path.clone(), options)
}

/// GStreamer pushing two seconds to this sink.
fn gstreamer(sink: &'static str) -> impl Fn(&str) -> Command {
    move |address| {
        let pipeline = format!(
            "flvmux name=mux streamable=true ! {sink} location={address}/{KEY} \
             videotestsrc num-buffers={FRAMES} ! video/x-raw,width=320,height=180,framerate=30/1 \
             ! x264enc tune=zerolatency key-int-max=15 ! h264parse ! queue ! mux. \
             audiotestsrc num-buffers=100 samplesperbuffer=960 \
             ! audio/x-raw,rate=48000,channels=2 ! voaacenc ! aacparse ! queue ! mux."
        );
        let mut command = Command::new("gst-launch-1.0");
        command.arg("-e").args(pipeline.split_whitespace());
        command
    }
}

#[test]
fn ffmpeg_h264_with_b_frames_and_aac() {
    let encoder = system_ffmpeg("-c:v libx264 -preset veryfast -bf 2 -c:a aac");
    let recording = record(&encoder, None);
    let connect = check(&recording, Some(VideoCodec::Avc), Some(AudioCodec::Aac));
    assert_eq!(connect.app, "live");
    assert!(
        composition_times(&recording.events)
            .iter()
            .any(|&time| time >= 66)
    );
}

#[test]
fn ffmpeg_audio_only_and_video_only() {
    check(
        &record(&system_ffmpeg("-vn -c:a aac"), None),
        None,
        Some(AudioCodec::Aac),
    );
    let encoder = system_ffmpeg("-an -c:v libx264 -preset ultrafast");
    check(&record(&encoder, None), Some(VideoCodec::Avc), None);
}

#[test]
fn ffmpeg_enhanced_hevc_and_opus() {
    let encoder = current_ffmpeg(
        "-c:v libx265 -preset ultrafast -x265-params log-level=error:scenecut=0:open-gop=0 \
         -c:a libopus -rtmp_enhanced_codecs hvc1,Opus",
    );
    let connect = check(
        &record(&encoder, None),
        Some(VideoCodec::Hevc),
        Some(AudioCodec::Opus),
    );
    assert!(connect.enhanced);
}

#[test]
fn ffmpeg_enhanced_av1_and_aac() {
    let encoder = current_ffmpeg(
        "-c:v libaom-av1 -cpu-used 8 -usage realtime -c:a aac -rtmp_enhanced_codecs av01",
    );
    check(
        &record(&encoder, None),
        Some(VideoCodec::Av1),
        Some(AudioCodec::Aac),
    );
}

#[test]
fn ffmpeg_enhanced_vp9() {
    let encoder = current_ffmpeg(
        "-an -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -lag-in-frames 0 \
         -rtmp_enhanced_codecs vp09",
    );
    check(&record(&encoder, None), Some(VideoCodec::Vp9), None);
}

#[test]
fn gstreamer_rtmpsink() {
    check(
        &record(&gstreamer("rtmpsink"), None),
        Some(VideoCodec::Avc),
        Some(AudioCodec::Aac),
    );
}

#[test]
fn gstreamer_rtmp2sink() {
    check(
        &record(&gstreamer("rtmp2sink"), None),
        Some(VideoCodec::Avc),
        Some(AudioCodec::Aac),
    );
}

#[test]
fn a_refusal_reaches_the_encoders_user() {
    let refused = |encoder: &dyn Fn(&str) -> Command| {
        let recording = record(encoder, Some(Refusal::BadName));
        assert!(!recording.output.status.success());
        let Output { stdout, stderr, .. } = recording.output;
        String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned()
    };
    let log = refused(&system_ffmpeg("-c:v libx264 -c:a aac"));
    assert!(log.contains("No such stream key."), "{log}");
    let log = refused(&gstreamer("rtmp2sink"));
    assert!(
        log.contains("publish denied") || log.contains("No such stream key."),
        "{log}"
    );
}
