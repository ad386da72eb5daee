//! The shape of what is coming.

use leptos::prelude::*;

/// A block that shimmers. Its sizes are CSS lengths.
#[component]
pub fn Skeleton(
    /// How wide.
    #[prop(default = "100%")]
    width: &'static str,
    /// How high.
    #[prop(default = "1em")]
    height: &'static str,
    /// How round.
    #[prop(default = "var(--r1)")]
    radius: &'static str,
) -> impl IntoView {
    view! {
        <span
            class="skeleton"
            aria-hidden="true"
            style:width=width
            style:height=height
            style:border-radius=radius
        ></span>
    }
}
