//! Real media: FFmpeg encodes, the packager packages, FFmpeg decodes without a complaint and with
//! every frame.

use crate::{
    demux::{Input, flv, matroska},
    feed::Feed,
    player::Recording,
};
use live_hls::RenditionId;
use std::{path::PathBuf, process::Command};

/// A file in the test's folder that is removed with it.
struct TempFile(PathBuf);

impl TempFile {
    fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        Self(folder.join(format!("{}-{name}", std::process::id())))
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn encode(name: &str, args: &[&str]) -> Vec<u8> {
    let file = TempFile::new(name);
    let video = "testsrc2=size=640x360:rate=30";
    let audio = "sine=frequency=440:sample_rate=48000";
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-y"])
        .args([
            "-f", "lavfi", "-i", video, "-f", "lavfi", "-i", audio, "-t", "8",
        ])
        .args(args)
        .arg(&file.0)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    std::fs::read(&file.0).unwrap()
}

/// Decodes a file and returns the frames; any complaint of the decoder or the demuxer fails.
pub(crate) fn decode(name: &str, file: &[u8]) -> usize {
    let path = TempFile::new(name);
    std::fs::write(&path.0, file).unwrap();
    let output = Command::new("ffprobe")
        .args([
            "-v",
            "warning",
            "-count_frames",
            "-show_entries",
            "stream=nb_read_frames",
        ])
        .args(["-of", "csv=p=0"])
        .arg(&path.0)
        .output()
        .unwrap();
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && complaints.is_empty(),
        "{name}: {complaints}"
    );
    let frames = String::from_utf8_lossy(&output.stdout);
    frames.trim().parse().unwrap()
}

/// The loudest sample of a file, decibels below full scale.
pub(crate) fn loudest_db(name: &str, file: &[u8]) -> f64 {
    let path = TempFile::new(name);
    std::fs::write(&path.0, file).unwrap();
    let output = Command::new("ffmpeg")
        .args(["-hide_banner", "-nostats", "-i"])
        .arg(&path.0)
        .args(["-af", "volumedetect", "-f", "null", "-"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    let (_, rest) = text
        .split_once("max_volume: ")
        .unwrap_or_else(|| panic!("{text}"));
    rest.split_once(" dB").unwrap().0.parse().unwrap()
}

/// A frame of silence of FFmpeg's AAC encoder, by channel configuration.
pub(crate) fn silent_aac(channels: u8) -> Vec<u8> {
    let layouts = ["mono", "stereo", "3.0", "4.0", "5.0", "5.1", "7.1"];
    let source = format!("anullsrc=r=48000:cl={}", layouts[usize::from(channels) - 1]);
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-f", "lavfi", "-i", &source, "-t", "0.2"])
        .args(["-c:a", "aac", "-f", "adts", "-"])
        .output()
        .unwrap();
    let adts = output.stdout;
    assert_eq!(
        adts[2] << 2 & 4 | adts[3] >> 6,
        channels,
        "the layout's number"
    );
    // The first frame has the encoder's name in it; take the second.
    let frame_len = |at: usize| {
        usize::from(adts[at + 3] & 3) << 11
            | usize::from(adts[at + 4]) << 3
            | usize::from(adts[at + 5] >> 5)
    };
    let second = frame_len(0);
    adts[second + 7..second + frame_len(second)].to_vec()
}

/// Packages and decodes; returns the feed, and the frames of video and audio.
fn run(name: &str, inputs: Vec<Input>) -> (Feed, [usize; 2]) {
    let mut feed = Feed::new();
    let mut recordings = [Recording::default(), Recording::default()];
    let ids = [RenditionId::Video, RenditionId::Audio];
    for input in inputs {
        feed.push_all([input]);
        for (id, recording) in ids.into_iter().zip(&mut recordings) {
            if feed.packager.renditions().contains(&id) {
                recording.update(&feed, id);
            }
        }
    }
    feed.finish();
    let mut frames = [0, 0];
    for ((id, recording), frames) in ids.into_iter().zip(&mut recordings).zip(&mut frames) {
        if feed.packager.renditions().contains(&id) {
            recording.update(&feed, id);
            assert_eq!(
                recording.parts(),
                recording.segments(),
                "parts are the segments"
            );
            let [file] = &recording.files()[..] else {
                panic!("one init section was expected");
            };
            *frames = decode(&format!("{name}-{}.mp4", id.name()), file);
        }
    }
    (feed, frames)
}

fn count(inputs: &[Input]) -> [usize; 2] {
    let video = inputs
        .iter()
        .filter(|input| matches!(input, Input::Video(_)));
    let audio = inputs
        .iter()
        .filter(|input| matches!(input, Input::Audio(_)));
    [video.count(), audio.count()]
}

const X264: [&str; 14] = [
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-pix_fmt",
    "yuv420p",
    "-g",
    "60",
    "-sc_threshold",
    "0",
    "-f",
    "flv",
    "-c:a",
    "aac",
];

#[test]
fn h264_with_b_frames_and_aac() {
    let mut args = vec!["-bf", "3"];
    args.extend(X264);
    let inputs = flv::read(encode("avc.flv", &args));
    let (video, audio) = (count(&inputs)[0], count(&inputs)[1]);
    let (feed, frames) = run("avc", inputs);
    assert_eq!(frames[0], video);
    // FFmpeg's AAC begins with a frame of priming before time zero; it may be left out.
    assert!(audio - frames[1] <= 2, "{} of {audio}", frames[1]);
    assert_eq!(feed.packager.target_duration_s(), Some(2));
    let info = feed.packager.video_info().unwrap();
    assert_eq!((info.width, info.height, info.fps), (640, 360, Some(30.0)));
    assert_eq!(info.keyframe_interval_ms, Some(2_000));
    let playlist = feed.playlist(RenditionId::Video);
    assert_eq!(playlist.segments.len(), 4);
    assert!(
        playlist
            .segments
            .iter()
            .all(|segment| (segment.duration_s - 2.0).abs() < 0.05)
    );
    assert_eq!(feed.playlist(RenditionId::Audio).segments.len(), 4);
}

#[test]
fn audio_alone() {
    let inputs = flv::read(encode("aac.flv", &["-vn", "-c:a", "aac", "-f", "flv"]));
    let audio = count(&inputs)[1];
    let (feed, frames) = run("aac", inputs);
    assert_eq!(frames, [0, audio]);
    assert_eq!(feed.packager.renditions(), [RenditionId::Audio]);
}

#[test]
fn video_alone() {
    let mut args = vec!["-an"];
    args.extend(&X264[..12]);
    let inputs = flv::read(encode("silent.flv", &args));
    let video = count(&inputs)[0];
    let (feed, frames) = run("silent", inputs);
    assert_eq!(frames, [video, 0]);
    assert_eq!(feed.packager.renditions(), [RenditionId::Video]);
}

#[test]
fn h265_and_opus() {
    let x265 = "bframes=0:keyint=60:min-keyint=60:scenecut=0:log-level=none";
    let inputs = matroska::read(encode(
        "hevc.mkv",
        &[
            "-c:v",
            "libx265",
            "-preset",
            "ultrafast",
            "-x265-params",
            x265,
            "-c:a",
            "libopus",
            "-f",
            "matroska",
        ],
    ));
    let expected = count(&inputs);
    let (feed, frames) = run("hevc", inputs);
    assert_eq!(frames[0], expected[0]);
    assert!(expected[1] - frames[1] <= 4, "{frames:?} of {expected:?}");
    let multivariant = feed.packager.multivariant_playlist(None).unwrap();
    assert!(
        multivariant.contains("CODECS=\"hvc1.1.6.L"),
        "{multivariant}"
    );
    assert!(
        multivariant.contains(",opus\",RESOLUTION=640x360,FRAME-RATE=30.000"),
        "{multivariant}"
    );
}

#[test]
fn av1_and_opus() {
    let inputs = matroska::read(encode(
        "av1.mkv",
        &[
            "-c:v",
            "libsvtav1",
            "-preset",
            "12",
            "-g",
            "60",
            "-svtav1-params",
            "pred-struct=1",
            "-c:a",
            "libopus",
            "-ac",
            "2",
            "-f",
            "matroska",
        ],
    ));
    let expected = count(&inputs);
    let (feed, frames) = run("av1", inputs);
    assert_eq!(frames[0], expected[0]);
    assert!(expected[1] - frames[1] <= 4, "{frames:?} of {expected:?}");
    let multivariant = feed.packager.multivariant_playlist(None).unwrap();
    assert!(multivariant.contains("CODECS=\"av01.0.0"), "{multivariant}");
}
