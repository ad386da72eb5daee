//! Labelled inputs: the label, the hint and the error belong to the input for everyone.

use crate::{button::IconButton, glyph, unique_id};
use leptos::prelude::*;

fn described_by(id: &str, hint: bool, error: Signal<Option<String>>) -> Signal<Option<String>> {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    Signal::derive(move || match (error.get().is_some(), hint) {
        (true, _) => Some(error_id.clone()),
        (false, true) => Some(hint_id.clone()),
        (false, false) => None,
    })
}

fn notes(id: &str, hint: &'static str, error: Signal<Option<String>>) -> AnyView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    view! {
        {move || match error.get() {
            Some(message) => {
                view! {
                    <span class="field-error" id=error_id.clone()>
                        {glyph::icon(glyph::ALERT)}
                        <span>{message}</span>
                    </span>
                }
                    .into_any()
            }
            None if hint.is_empty() => ().into_any(),
            None => {
                view! {
                    <span class="field-hint" id=hint_id.clone()>
                        {hint}
                    </span>
                }
                    .into_any()
            }
        }}
    }
    .into_any()
}

fn counter(value: RwSignal<String>, max: usize) -> impl IntoView {
    view! {
        <span class="num faint" aria-hidden="true">
            {move || format!("{} / {max}", value.with(|v| v.chars().count()))}
        </span>
    }
}

/// A line of text.
#[component]
pub fn TextField(
    /// What to enter.
    label: &'static str,
    /// What was entered.
    value: RwSignal<String>,
    /// "text", "email", "password", …
    #[prop(default = "text")]
    kind: &'static str,
    /// The name for the browser's autofill, for example "current-password".
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// An example.
    #[prop(optional)]
    placeholder: &'static str,
    /// What is accepted, in words.
    #[prop(optional)]
    hint: &'static str,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Characters at most; also shows how many there are.
    #[prop(optional)]
    max: Option<usize>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Gets the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let id = unique_id("field");
    let described = described_by(&id, !hint.is_empty(), error);
    let secret = kind == "password";
    let shown = RwSignal::new(false);
    let input = NodeRef::<leptos::html::Input>::new();
    if autofocus {
        Effect::new(move |_| {
            if let Some(element) = input.get() {
                // Nothing depends on whether the browser gives it the focus.
                let _ = element.focus();
            }
        });
    }
    view! {
        <div class="field">
            <label for=id.clone()>
                <span>
                    {label} {optional.then(|| view! { <span class="faint">" (optional)"</span> })}
                </span>
                {max.map(|max| counter(value, max))}
            </label>
            <div class:input-wrap=secret>
                <input
                    class="input"
                    id=id.clone()
                    node_ref=input
                    type=move || if secret && shown.get() { "text" } else { kind }
                    autocomplete=autocomplete
                    autocapitalize=(kind != "text").then_some("none")
                    spellcheck=(kind != "text").then_some("false")
                    placeholder=placeholder
                    required=!optional
                    maxlength=max.map(|max| max.to_string())
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=move || described.get()
                    bind:value=value
                />
                {secret
                    .then(|| {
                        view! {
                            <IconButton
                                glyph=Signal::derive(move || {
                                    if shown.get() { glyph::EYE_OFF } else { glyph::EYE }
                                })
                                label=Signal::derive(move || {
                                    if shown.get() { "Hide password" } else { "Show password" }
                                        .to_owned()
                                })
                                on_click=move |()| shown.update(|s| *s = !*s)
                            />
                        }
                    })}
            </div>
            {notes(&id, hint, error)}
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// What to enter.
    label: &'static str,
    /// What was entered.
    value: RwSignal<String>,
    /// An example.
    #[prop(optional)]
    placeholder: &'static str,
    /// What is accepted, in words.
    #[prop(optional)]
    hint: &'static str,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Characters at most.
    max: usize,
) -> impl IntoView {
    let id = unique_id("field");
    let described = described_by(&id, !hint.is_empty(), error);
    view! {
        <div class="field">
            <label for=id.clone()>
                <span>{label} <span class="faint">" (optional)"</span></span>
                {counter(value, max)}
            </label>
            <textarea
                class="input"
                id=id.clone()
                placeholder=placeholder
                maxlength=max.to_string()
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=move || described.get()
                bind:value=value
            ></textarea>
            {notes(&id, hint, error)}
        </div>
    }
}

/// One of a list.
#[component]
pub fn SelectField(
    /// What to choose.
    label: &'static str,
    /// The value chosen; empty for none.
    value: RwSignal<String>,
    /// Value and words of each choice.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The words for none.
    none: &'static str,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let id = unique_id("field");
    let described = described_by(&id, false, error);
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select
                class="input"
                id=id.clone()
                aria-describedby=move || described.get()
                on:change=move |event| value.set(event_target_value(&event))
                prop:value=move || {
                    // Set again when the options come, for a value without its option is lost.
                    options.track();
                    value.get()
                }
            >
                <option value="">{none}</option>
                {move || {
                    options
                        .get()
                        .into_iter()
                        .map(|(key, words)| {
                            let chosen = value.with_untracked(|v| *v == key);
                            view! {
                                <option value=key selected=chosen>
                                    {words}
                                </option>
                            }
                        })
                        .collect_view()
                }}
            </select>
            {notes(&id, "", error)}
        </div>
    }
}
