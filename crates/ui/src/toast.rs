//! Short messages that leave by themselves.

use crate::{button::IconButton, glyph};
use leptos::{leptos_dom::helpers::set_timeout, prelude::*};
use std::time::Duration;

/// Toasts at one time; the oldest leaves for a new one.
const SHOWN_MAX: usize = 3;
const SHOWN_FOR: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Toast {
    id: u32,
    tone: &'static str,
    text: String,
}

/// Shows messages; in the context of every component.
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// Provides them to the components below.
    pub fn provide() -> Self {
        let toasts = Self {
            shown: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        };
        provide_context(toasts);
        toasts
    }

    /// It worked.
    pub fn good(self, text: impl Into<String>) {
        self.show("good", text.into());
    }

    /// It did not work.
    pub fn bad(self, text: impl Into<String>) {
        self.show("bad", text.into());
    }

    fn show(self, tone: &'static str, text: String) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.shown.update(|shown| {
            shown.retain(|toast| toast.text != text);
            shown.push(Toast { id, tone, text });
            if shown.len() > SHOWN_MAX {
                shown.remove(0);
            }
        });
        set_timeout(move || self.close(id), SHOWN_FOR);
    }

    fn close(self, id: u32) {
        self.shown
            .update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// The place where they appear; once a page.
#[component]
pub fn ToastArea() -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|toast| toast.id let:toast>
                <div class="toast" data-tone=toast.tone>
                    {glyph::icon(if toast.tone == "bad" { glyph::ALERT } else { glyph::CHECK })}
                    <span>{toast.text.clone()}</span>
                    <IconButton
                        glyph=glyph::CLOSE
                        label="Dismiss"
                        size="small"
                        on_click=move |()| toasts.close(toast.id)
                    />
                </div>
            </For>
        </div>
    }
}
