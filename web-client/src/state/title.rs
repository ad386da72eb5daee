//! The title of the page, which is also what screen readers say after a change of the route.

use leptos::prelude::*;

const SUFFIX: &str = "Live Engine";

/// Keeps the document's title at `title`.
pub(crate) fn page_title(title: impl Fn() -> String + 'static) {
    Effect::new(move |_| {
        let title = title();
        let whole = if title.is_empty() {
            SUFFIX.to_owned()
        } else {
            format!("{title} · {SUFFIX}")
        };
        document().set_title(&whole);
    });
}
