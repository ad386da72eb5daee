//! What the whole app knows: who is logged in, and whether the server can be reached.

pub(crate) mod connection;
pub(crate) mod failure;
pub(crate) mod session;
pub(crate) mod title;
