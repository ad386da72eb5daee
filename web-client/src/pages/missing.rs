//! No such page.

use crate::state::title::page_title;
use leptos::prelude::*;
use live_ui::{button::LinkButton, glyph, state::StateCard};

/// Says so, and leads home.
#[component]
pub(crate) fn Missing() -> impl IntoView {
    page_title(|| "Not found".into());
    view! {
        <div class="page">
            <h1 class="sr">"Not found"</h1>
            <StateCard
                glyph=glyph::TALLY
                title="There is nothing at this address"
                text="The link may be wrong, or what it led to is gone."
            >
                <LinkButton href="/" kind="primary">
                    "See what's live"
                </LinkButton>
            </StateCard>
        </div>
    }
}
