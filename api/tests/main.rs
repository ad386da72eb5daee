//! The API as its users ask it: over HTTP, on both databases.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect fails"
)]

mod accounts;
mod app;
mod document;
mod passwords;
mod people;
mod sessions;
