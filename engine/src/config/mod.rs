//! `live-engine config …`.

pub(crate) mod check;
pub(crate) mod show;
