//! The button, and the link that looks like one.

use crate::glyph;
use leptos::prelude::*;
use leptos_router::components::A;

/// A button that does something here. While `busy` it shows that, and takes no second click.
#[component]
pub fn Button(
    /// "plain", "primary" (one a page), "quiet" or "danger".
    #[prop(default = "plain")]
    kind: &'static str,
    /// "small", "medium" or "large".
    #[prop(default = "medium")]
    size: &'static str,
    /// "button" or "submit".
    #[prop(default = "button")]
    action: &'static str,
    /// A drawing before the words.
    #[prop(optional)]
    glyph: &'static str,
    /// It works on it.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// As wide as its place.
    #[prop(optional)]
    wide: bool,
    /// What a click does; a submit button may leave it to its form.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class="button"
            type=action
            data-kind=kind
            data-size=size
            data-wide=wide.then_some("")
            aria-busy=move || busy.get().then_some("true")
            disabled=move || disabled.get()
            on:click=move |event| {
                if busy.get_untracked() {
                    event.prevent_default();
                } else if let Some(on_click) = on_click {
                    on_click.run(());
                }
            }
        >
            {move || {
                if busy.get() {
                    view! { <span class="spinner" aria-hidden="true"></span> }.into_any()
                } else if glyph.is_empty() {
                    ().into_any()
                } else {
                    glyph::icon(glyph)
                }
            }}
            {children()}
        </button>
    }
}

/// A button with a drawing only; `label` names it for everyone who does not see it.
#[component]
pub fn IconButton(
    /// The drawing.
    #[prop(into)]
    glyph: Signal<&'static str>,
    /// What it does: the accessible name and the tooltip.
    #[prop(into)]
    label: Signal<String>,
    /// As for [`Button`].
    #[prop(default = "quiet")]
    kind: &'static str,
    /// As for [`Button`].
    #[prop(default = "medium")]
    size: &'static str,
    /// For a button that stays pressed.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// What a click does.
    #[prop(into)]
    on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            class="button"
            type="button"
            data-kind=kind
            data-size=size
            data-icon-only=""
            aria-label=move || label.get()
            title=move || label.get()
            aria-pressed=move || pressed.map(|pressed| pressed.get().to_string())
            on:click=move |_| on_click.run(())
        >
            {move || glyph::icon(glyph.get())}
        </button>
    }
}

/// A link to another page that looks like a button.
#[component]
pub fn LinkButton(
    /// Where to.
    #[prop(into)]
    href: String,
    /// As for [`Button`].
    #[prop(default = "plain")]
    kind: &'static str,
    /// As for [`Button`].
    #[prop(default = "medium")]
    size: &'static str,
    /// A drawing before the words.
    #[prop(optional)]
    glyph: &'static str,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <A href=href attr:class="button" attr:data-kind=kind attr:data-size=size>
            {(!glyph.is_empty()).then(|| glyph::icon(glyph))}
            {children()}
        </A>
    }
}
