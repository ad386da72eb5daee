//! The API as its users ask it: over HTTP, on both databases.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect fails"
)]

mod accounts;
mod app;
mod comments;
mod document;
mod live;
mod mail_server;
mod media;
mod passwords;
mod people;
mod process;
mod sessions;
mod thumbnails;
