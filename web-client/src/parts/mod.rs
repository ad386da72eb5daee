//! Parts that several pages use and that know the API's types.

pub(crate) mod follow_button;
pub(crate) mod gate;
pub(crate) mod share_button;
pub(crate) mod stream_card;
pub(crate) mod submit;
pub(crate) mod text;
pub(crate) mod while_visible;
