//! The pages, as `<noun>/<verb>`.

pub(crate) mod account;
pub(crate) mod home;
pub(crate) mod missing;
pub(crate) mod settings;
pub(crate) mod stream;
pub(crate) mod user;
