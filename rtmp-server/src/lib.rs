//! (being written)

pub mod origin;
