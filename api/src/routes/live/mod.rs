//! `/api/live`.

mod categories;
mod create;
mod delete_comment;
mod end;
mod get;
mod history;
mod keys;
mod list;
mod mine;
mod of_user;
mod post_comment;
mod remove_thumbnail;
mod rotate_key;
mod set_thumbnail;
mod share;
mod stats;
mod update;
mod watch_query;

use crate::{ApiState, picture};
use axum::extract::DefaultBodyLimit;
use live_config::limits::LimitsConfig;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The operations.
pub(super) fn router(limits: &LimitsConfig) -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(
            set_thumbnail::set_thumbnail,
            remove_thumbnail::remove_thumbnail
        ))
        .layer(DefaultBodyLimit::max(picture::body_bytes_max(limits)))
        .routes(routes!(list::list, create::create))
        .routes(routes!(categories::categories))
        .routes(routes!(mine::mine))
        .routes(routes!(keys::keys))
        .routes(routes!(rotate_key::rotate_key))
        .routes(routes!(get::get, update::update))
        .routes(routes!(end::end))
        .routes(routes!(stats::stats))
        .routes(routes!(share::share))
        .routes(routes!(history::history, post_comment::post_comment))
        .routes(routes!(delete_comment::delete_comment))
        .routes(routes!(of_user::of_user))
}
