//! The browser client: a Leptos app in the browser, on the Web SDK.
//!
//! `app` has the routes, `shell` what stands around every page, `pages/<noun>/<verb>` the pages.
//! Everything that talks to the server goes through `sdk`, which is typed access to `sdk/web`.

#![expect(
    unreachable_pub,
    reason = "the component macro writes `pub` props for `pub(crate)` components"
)]

mod app;
mod pages;
mod parts;
mod player;
mod room;
mod sdk;
mod shell;
mod state;

fn main() {
    console_error_panic_hook::set_once();
    if let Some(boot) = leptos::prelude::document().get_element_by_id("boot") {
        boot.remove();
    }
    leptos::mount::mount_to_body(app::App);
}
