//! The packager through its door: frames in, playlists and media out.

#![expect(
    clippy::unwrap_used,
    reason = "a test that can't go on must fail where it stands"
)]

mod chunk;
mod demux;
mod encoder;
mod feed;
mod ffmpeg;
mod player;
mod property;
mod scenarios;
mod silence;
mod snapshot;
