//! The API as its users ask it: over HTTP, on both databases.

mod accounts;
mod app;
mod document;
mod passwords;
mod people;
mod sessions;
