//! Encoders: they connect ([`listener`]), talk RTMP ([`conn`]), are asked about ([`hook`]), and
//! their streams begin, pause and end at the [`desk`].

mod commands;
mod conn;
mod desk;
mod end;
mod hook;
mod listener;
mod meter;
mod slots;
mod tls;

pub(crate) use commands::{follow as follow_commands, keep_leases};
pub(crate) use desk::{Desk, tell};
pub(crate) use hook::PublishHook;
pub(crate) use listener::listen;
pub(crate) use slots::Slots;
