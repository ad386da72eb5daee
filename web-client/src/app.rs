//! Routes, and what every page stands in.

use crate::{
    pages,
    shell::{banner::Banners, header::Header},
    state::{connection::Connection, session::Session},
};
use leptos::{html, prelude::*};
use leptos_router::{
    components::{Route, Router, Routes},
    hooks::use_location,
    path,
};
use live_ui::{
    theme::ThemeChoice,
    toast::{ToastArea, Toasts},
};

/// The whole app.
#[component]
pub(crate) fn App() -> impl IntoView {
    ThemeChoice::provide();
    Toasts::provide();
    Connection::provide();
    Session::provide();
    view! {
        <Router>
            <a class="skip" href="#main">
                "Skip to content"
            </a>
            <Header />
            <Banners />
            <Main />
            <ToastArea />
        </Router>
    }
}

/// The landmark that the focus goes to when the route changes.
#[component]
fn Main() -> impl IntoView {
    let main = NodeRef::<html::Main>::new();
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            if let Some(main) = main.get_untracked() {
                // The page works also where the focus stays.
                let _ = main.focus();
            }
        }
        now
    });
    view! {
        <main id="main" tabindex="-1" node_ref=main>
            <Routes fallback=pages::missing::Missing>
                <Route path=path!("/") view=pages::home::browse::Browse />
                <Route path=path!("/watch/:id") view=pages::stream::watch::Watch />
                <Route path=path!("/studio") view=pages::stream::broadcast::Broadcast />
                <Route path=path!("/login") view=pages::account::log_in::LogIn />
                <Route path=path!("/register") view=pages::account::register::Register />
                <Route path=path!("/forgot-password") view=pages::account::forgot::Forgot />
                <Route path=path!("/reset-password") view=pages::account::reset::Reset />
                <Route path=path!("/verify-email") view=pages::account::verify::Verify />
                <Route path=path!("/settings") view=pages::settings::view::Settings />
                <Route path=path!("/settings/:section") view=pages::settings::view::Settings />
                <Route path=path!("/:handle") view=pages::user::view::Profile />
            </Routes>
        </main>
    }
}
