//! `/api/users`.

mod block;
mod blocked;
mod follow;
mod followers;
mod following;
mod me;
mod profile;
mod remove_avatar;
mod set_avatar;
mod unblock;
mod unfollow;
mod update;

use crate::{ApiState, picture};
use axum::extract::DefaultBodyLimit;
use live_config::limits::LimitsConfig;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The operations.
pub(super) fn router(limits: &LimitsConfig) -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(
            set_avatar::set_avatar,
            remove_avatar::remove_avatar
        ))
        .layer(DefaultBodyLimit::max(picture::body_bytes_max(limits)))
        .routes(routes!(me::me, update::update))
        .routes(routes!(followers::followers))
        .routes(routes!(following::following))
        .routes(routes!(blocked::blocked))
        .routes(routes!(profile::profile))
        .routes(routes!(follow::follow, unfollow::unfollow))
        .routes(routes!(block::block, unblock::unblock))
}
