//! People.

pub(crate) mod view;
