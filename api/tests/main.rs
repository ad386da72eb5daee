//! The API as its users ask it: over HTTP, on both databases.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect fails"
)]

mod accounts;
mod app;
mod document;
mod mail_server;
mod passwords;
mod people;
mod process;
mod sessions;
mod comments;
mod live;
mod media;
