//! Repeats something while the page is in the foreground.

use leptos::{ev, leptos_dom::helpers::set_interval_with_handle, prelude::*};
use std::time::Duration;
use web_sys::VisibilityState;

/// Calls `tick` every `period` while the tab is visible, and at once when it becomes so again.
/// Stops with the component.
pub(crate) fn while_visible(period: Duration, tick: impl Fn() + Clone + 'static) {
    let visible = || document().visibility_state() == VisibilityState::Visible;
    let on_time = tick.clone();
    let interval = set_interval_with_handle(
        move || {
            if visible() {
                on_time();
            }
        },
        period,
    );
    // An interval is refused only where there is no window.
    if let Ok(interval) = interval {
        on_cleanup(move || interval.clear());
    }
    let listener = window_event_listener(
        ev::Custom::<web_sys::Event>::new("visibilitychange"),
        move |_| {
            if visible() {
                tick();
            }
        },
    );
    on_cleanup(move || listener.remove());
}
