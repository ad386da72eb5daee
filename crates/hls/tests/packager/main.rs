//! The packager through its door: frames in, playlists and media out.

#![expect(
    clippy::unwrap_used,
    reason = "a test that can't go on must fail where it stands"
)]

mod demux;
mod feed;
mod ffmpeg;
mod player;
