//! Home.

pub(crate) mod browse;
mod featured;
mod feed;
