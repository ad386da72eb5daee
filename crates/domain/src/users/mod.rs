//! Accounts and public profiles.

mod account;

pub(crate) use account::account;
