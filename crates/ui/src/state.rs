//! What stands where content would: nothing here yet, or something went wrong.

use crate::glyph;
use leptos::prelude::*;

/// An empty list with the next action, or an error with the way out.
#[component]
pub fn StateCard(
    /// The drawing.
    glyph: &'static str,
    /// What is so.
    #[prop(into)]
    title: String,
    /// Why, and what can be done.
    #[prop(into)]
    text: String,
    /// "bad" for errors.
    #[prop(optional)]
    tone: &'static str,
    /// Inside of a card or a panel.
    #[prop(optional)]
    compact: bool,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div
            class="state"
            data-tone=tone
            data-compact=compact.then_some("")
            role=(tone == "bad").then_some("alert")
        >
            <span class="state-mark">{glyph::icon(glyph)}</span>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <div class="state-actions">{children()}</div> })}
        </div>
    }
}

/// A line that must be seen, inside of a page.
#[component]
pub fn Notice(
    /// "good", "warn", "bad", "accent" or nothing.
    #[prop(optional)]
    tone: &'static str,
    /// The drawing.
    #[prop(default = glyph::INFO)]
    glyph: &'static str,
    /// What to say.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="notice" data-tone=tone role=if tone == "bad" { "alert" } else { "status" }>
            {glyph::icon(glyph)}
            <div>{children()}</div>
        </div>
    }
}
