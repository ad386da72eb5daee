//! Settings: one page a subject, with their list beside it.

mod account;
mod appearance;
mod blocked;
mod profile;
mod sessions;
pub(crate) mod view;
