//! A stream: watching it, making it.

pub(crate) mod broadcast;
mod connect;
mod console;
mod create;
mod details;
mod edit;
mod health;
mod picture;
mod summary;
pub(crate) mod watch;
