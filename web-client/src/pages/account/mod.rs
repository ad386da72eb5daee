//! Getting into an account.

pub(crate) mod forgot;
pub(crate) mod log_in;
pub(crate) mod register;
pub(crate) mod reset;
pub(crate) mod verify;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use live_ui::glyph;

/// Where to go after the log-in: a path of this site, never another site's address.
fn next_path() -> String {
    let next = use_query_map()
        .with_untracked(|q| q.get("next"))
        .unwrap_or_default();
    let own = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    if own { next } else { "/".to_owned() }
}

/// The narrow page that all of them stand in.
#[component]
fn Narrow(
    /// The heading.
    title: &'static str,
    /// A line under it.
    #[prop(optional, into)]
    lead: ViewFn,
    /// The form.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="narrow">
            <div class="narrow-mark">{glyph::icon(glyph::TALLY)}</div>
            <h1>{title}</h1>
            <p class="soft">{lead.run()}</p>
            {children()}
        </div>
    }
}
