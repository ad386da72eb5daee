//! A button that opens a list of things to do.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

/// A menu. Escape, a click elsewhere and a click on an item close it; arrow keys walk through it.
/// Its items are elements with `class="menu-item"`.
#[component]
pub fn Menu(
    /// The accessible name of the button.
    #[prop(into)]
    label: Signal<String>,
    /// What the button shows.
    button: ViewFn,
    /// The classes of the button.
    #[prop(default = "button")]
    class: &'static str,
    /// As `data-kind` of a button.
    #[prop(default = "quiet")]
    kind: &'static str,
    /// The button shows a drawing only.
    #[prop(default = true)]
    icon_only: bool,
    /// Opens upwards.
    #[prop(optional)]
    up: bool,
    /// Tells the caller whether it is open.
    #[prop(optional)]
    open: RwSignal<bool>,
    /// The items.
    children: ChildrenFn,
) -> impl IntoView {
    let anchor = NodeRef::<html::Div>::new();
    let outside = window_event_listener(ev::pointerdown, move |event| {
        let inside = anchor.get_untracked().is_some_and(|anchor| {
            let target = event
                .target()
                .and_then(|t| t.dyn_into::<web_sys::Node>().ok());
            anchor.contains(target.as_ref())
        });
        if !inside {
            // The window outlives every menu; a menu that is gone has nothing to close.
            open.try_set(false);
        }
    });
    on_cleanup(move || outside.remove());
    let items = move || {
        let list = anchor
            .get_untracked()?
            .query_selector_all(".menu-item")
            .ok()?;
        let found =
            (0..list.length()).filter_map(|i| list.get(i)?.dyn_into::<web_sys::HtmlElement>().ok());
        Some(found.collect::<Vec<_>>())
    };
    let walk = move |event: web_sys::KeyboardEvent| {
        let step: isize = match event.key().as_str() {
            "Escape" if open.get_untracked() => {
                event.stop_propagation();
                open.set(false);
                focus_button(anchor);
                return;
            }
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        open.set(true);
        request_animation_frame(move || {
            let items = items().unwrap_or_default();
            let active = document().active_element();
            let now = items
                .iter()
                .position(|item| Some(item.as_ref()) == active.as_ref());
            let len = isize::try_from(items.len()).unwrap_or(0);
            if len == 0 {
                return;
            }
            let next = now.map_or(if step > 0 { 0 } else { len - 1 }, |now| {
                (isize::try_from(now).unwrap_or(0) + step).rem_euclid(len)
            });
            if let Some(item) = usize::try_from(next).ok().and_then(|next| items.get(next)) {
                let _ = item.focus();
            }
        });
    };
    view! {
        <div class="menu-anchor" node_ref=anchor on:keydown=walk>
            <button
                class=class
                type="button"
                data-kind=kind
                data-icon-only=icon_only.then_some("")
                aria-haspopup="true"
                aria-expanded=move || open.get().to_string()
                aria-label=move || label.get()
                title=move || label.get()
                on:click=move |_| open.update(|o| *o = !*o)
            >
                {move || button.run()}
            </button>
            <Show when=move || open.get()>
                <div
                    class="menu"
                    data-up=up.then_some("")
                    on:click=move |event| {
                        let on_item = event
                            .target()
                            .and_then(|t| t.dyn_into::<web_sys::Element>().ok())
                            .and_then(|e| e.closest(".menu-item").ok().flatten());
                        if on_item.is_some_and(|item| !item.has_attribute("data-stay")) {
                            open.set(false);
                        }
                    }
                >
                    {children()}
                </div>
            </Show>
        </div>
    }
}

fn focus_button(anchor: NodeRef<html::Div>) {
    let button = anchor
        .get_untracked()
        .and_then(|anchor| anchor.first_element_child())
        .and_then(|child| child.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(button) = button {
        let _ = button.focus();
    }
}
