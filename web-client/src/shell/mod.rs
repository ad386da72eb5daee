//! What stands around every page.

pub(crate) mod account_menu;
pub(crate) mod banner;
pub(crate) mod header;
