//! A stream's room: chat, reactions, who watches. Used by those who watch and by the one who streams.

pub(crate) mod chat;
mod composer;
pub(crate) mod drawing;
mod message;
pub(crate) mod reactions;
pub(crate) mod state;
