//! `live-engine admin …`.

pub(crate) mod create;
