//! Components that both web apps use, on the design tokens of `styles/`.
//!
//! A component takes signals and callbacks and knows nothing of the API. Its looks stand in the
//! style sheet of the same name; what may be done with them in `docs/design-language.md`.

pub mod avatar;
pub mod badge;
pub mod button;
pub mod chart;
pub mod copy;
pub mod dialog;
pub mod field;
pub mod format;
pub mod glyph;
pub mod menu;
pub mod skeleton;
pub mod state;
pub mod tabs;
pub mod theme;
pub mod toast;

use std::cell::Cell;

/// An id for an element, unique on the page: a label needs one to name its input.
pub fn unique_id(prefix: &str) -> String {
    thread_local!(static NEXT: Cell<u32> = const { Cell::new(0) });
    let n = NEXT.get();
    NEXT.set(n.wrapping_add(1));
    format!("{prefix}-{n}")
}
