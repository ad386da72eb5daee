//! Profiles, following, blocking.

use super::{call, call_only, plain, typed};
use crate::state::failure::Failure;
use live_protocol::{
    Page, UserId,
    live::Stream,
    user::{Account, Profile, UpdateProfile, UserSummary},
};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "/assets/sdk.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = uploadAvatar)]
    async fn js_upload_avatar(
        file: &web_sys::File,
        on_progress: &Closure<dyn FnMut(f64)>,
    ) -> Result<JsValue, JsValue>;
}

/// Which page of a list.
#[derive(Serialize)]
struct After<'a> {
    cursor: Option<&'a str>,
}

/// Changes one's own profile.
pub(crate) async fn update(request: &UpdateProfile) -> Result<Account, Failure> {
    call("users.update", &[plain(request)]).await
}

/// Sets one's own picture; `progress` hears from 0 to 1.
pub(crate) async fn upload_avatar(
    file: &web_sys::File,
    progress: impl FnMut(f64) + 'static,
) -> Result<Account, Failure> {
    let progress = Closure::new(progress);
    typed(js_upload_avatar(file, &progress).await)
}

/// Takes one's own picture away.
pub(crate) async fn delete_avatar() -> Result<(), Failure> {
    call_only("users.deleteAvatar", &[]).await
}

/// A user's public page.
pub(crate) async fn profile(username: &str) -> Result<Profile, Failure> {
    call("users.get", &[username.into()]).await
}

/// A user's streams that the caller may see, newest first.
pub(crate) async fn streams(username: &str, cursor: Option<&str>) -> Result<Page<Stream>, Failure> {
    call(
        "users.streams",
        &[username.into(), plain(&After { cursor })],
    )
    .await
}

/// Follows or unfollows.
pub(crate) async fn follow(user: UserId, follow: bool) -> Result<(), Failure> {
    let method = if follow {
        "users.follow"
    } else {
        "users.unfollow"
    };
    call_only(method, &[user.to_string().into()]).await
}

/// Blocks or unblocks.
pub(crate) async fn block(user: UserId, block: bool) -> Result<(), Failure> {
    let method = if block {
        "users.block"
    } else {
        "users.unblock"
    };
    call_only(method, &[user.to_string().into()]).await
}

/// Whom one blocks.
pub(crate) async fn blocked(cursor: Option<&str>) -> Result<Page<UserSummary>, Failure> {
    call("users.blocked", &[plain(&After { cursor })]).await
}
