//! Profiles, pictures, follows and blocks; and what admins do to accounts.

mod account;
mod block;
mod blocked;
mod cursor;
mod disable;
mod enable;
pub(crate) mod find;
mod follow;
mod followers;
mod following;
mod me;
mod profile;
mod remove_avatar;
mod set_avatar;
mod set_role;
mod unblock;
mod unfollow;
mod update;

pub use block::block;
pub use blocked::blocked;
pub use disable::disable;
pub use enable::enable;
pub use follow::follow;
pub use followers::followers;
pub use following::following;
pub use me::me;
pub use profile::profile;
pub use remove_avatar::remove_avatar;
pub use set_avatar::set_avatar;
pub use set_role::set_role;
pub use unblock::unblock;
pub use unfollow::unfollow;
pub use update::update;

pub(crate) use account::{account, avatar_url};
