//! A question that must be answered first: the browser's own modal dialog.

use crate::{button::Button, unique_id};
use leptos::{html, prelude::*};

/// A modal dialog. Escape and the dialog's own close requests set `open` to false; the browser
/// keeps the focus inside and gives it back afterwards.
#[component]
pub fn Dialog(
    /// Whether it stands there.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Its content and its foot (`class="dialog-foot"`).
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let heading = unique_id("dialog");
    let labelled = heading.clone();
    Effect::new(move |_| {
        let Some(element) = dialog.get() else { return };
        if open.get() && !element.open() {
            // Refused only when it stands there already or is not on the page.
            let _ = element.show_modal();
        } else if !open.get() && element.open() {
            element.close();
        }
    });
    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            aria-labelledby=labelled
            on:close=move |_| open.set(false)
            on:click=move |event| {
                // A click on the backdrop has the dialog itself as its target.
                let on_backdrop = event
                    .target()
                    .zip(dialog.get_untracked())
                    .is_some_and(|(target, dialog)| *AsRef::<web_sys::EventTarget>::as_ref(&dialog) == target);
                if on_backdrop {
                    open.set(false);
                }
            }
        >
            <h2 id=heading>{move || title.get()}</h2>
            <Show when=move || open.get()>{children()}</Show>
        </dialog>
    }
}

/// Asks before something that can't be undone.
#[component]
pub fn Confirm(
    /// Whether it asks.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What will happen.
    #[prop(into)]
    text: Signal<String>,
    /// The words of the button that does it: a verb.
    verb: &'static str,
    /// It works on it.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Does it; the caller closes the dialog when it is done.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=title>
            <p>{move || text.get()}</p>
            <div class="dialog-foot">
                <Button kind="quiet" on_click=move |()| open.set(false)>
                    "Cancel"
                </Button>
                <Button kind="danger" busy=busy on_click=on_confirm>
                    {verb}
                </Button>
            </div>
        </Dialog>
    }
}
