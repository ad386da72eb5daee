//! Dark or light.

use leptos::prelude::*;
use live_ui::{
    glyph,
    theme::{Theme, ThemeChoice},
};

/// The theme.
#[component]
pub(super) fn Appearance() -> impl IntoView {
    let choice = expect_context::<ThemeChoice>();
    let option = move |theme: Theme, title: &'static str, note: &'static str, drawing| {
        view! {
            <label class="choice choice-glyph">
                <input
                    type="radio"
                    name="theme"
                    prop:checked=move || choice.get() == theme
                    on:change=move |_| choice.set(theme)
                />
                <span class="choice-title">{glyph::icon(drawing)} {title}</span>
                <span class="choice-note">{note}</span>
            </label>
        }
    };
    view! {
        <section>
            <h1>"Appearance"</h1>
            <fieldset class="card card-pad settings-card">
                <legend class="sr">"Theme"</legend>
                <div class="choices">
                    {option(Theme::System, "As the system", "Follows the setting of this device.", glyph::SYSTEM)}
                    {option(Theme::Dark, "Dark", "Quiet around the video.", glyph::MOON)}
                    {option(Theme::Light, "Light", "For bright rooms. The video stays dark around.", glyph::SUN)}
                </div>
                <p class="field-hint">
                    "Motion follows your system: with “reduce motion”, nothing floats or slides here."
                </p>
            </fieldset>
        </section>
    }
}
