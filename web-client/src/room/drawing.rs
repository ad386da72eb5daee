//! The drawings of reactions. Our own, so that they look the same on every system.

use leptos::prelude::*;
use live_protocol::live::ReactionKind;

/// The drawing of a reaction; hidden from screen readers, for its name stands beside it.
pub(crate) fn drawing(kind: ReactionKind) -> AnyView {
    let svg = match kind {
        ReactionKind::Heart => HEART,
        ReactionKind::Clap => CLAP,
        ReactionKind::Laugh => LAUGH,
        ReactionKind::Wow => WOW,
        ReactionKind::Fire => FIRE,
        ReactionKind::Sad => SAD,
    };
    view! { <svg class="reaction-svg" viewBox="0 0 24 24" aria-hidden="true" inner_html=svg></svg> }
        .into_any()
}

/// Its name for people.
pub(crate) const fn name(kind: ReactionKind) -> &'static str {
    match kind {
        ReactionKind::Heart => "Heart",
        ReactionKind::Clap => "Clap",
        ReactionKind::Laugh => "Laugh",
        ReactionKind::Wow => "Wow",
        ReactionKind::Fire => "Fire",
        ReactionKind::Sad => "Sad",
    }
}

const HEART: &str = r##"<path fill="#ff5d68" d="M12 21.2c-.5 0-9.7-5.4-9.7-12.2A5.7 5.7 0 0 1 12 5.1 5.7 5.7 0 0 1 21.7 9c0 6.8-9.2 12.2-9.7 12.2z"/><path fill="#ffb3b3" d="M5.3 9.2A3 3 0 0 1 8.2 6.1" stroke="#ffc9c9" stroke-width="1.6" stroke-linecap="round" fill-opacity="0"/>"##;
const CLAP: &str = r##"<path d="M5.7 7.6 4.2 5.7M9 5.6l-.5-2.5M3.9 11.1l-2.4-.5" stroke="#ff9a5c" stroke-width="1.8" stroke-linecap="round"/><path fill="#f2a93b" d="m9 10.6 4.3-4.3a1.5 1.5 0 0 1 2.2 2.1l.9-.8a1.5 1.5 0 0 1 2.1 2.1l.5-.5a1.5 1.5 0 0 1 2.1 2.2l-1 1z"/><path fill="#ffcb57" d="M6.7 13.3 11.6 8.4a1.5 1.5 0 0 1 2.2 2.1l-.8.8 2.2-2.2a1.5 1.5 0 0 1 2.1 2.2l-2.1 2.1 1.7-1.7a1.5 1.5 0 0 1 2.1 2.2l-1.9 1.9 1-1a1.4 1.4 0 0 1 2 2l-4.1 4c-2.7 2.7-6.7 2.8-9.2.3-2-2-2.5-4.7-1.5-7.4l.8-2.3c.3-.8 1-1.2 1.7-1 .7.3 1 1 .8 1.7z"/>"##;
const LAUGH: &str = r##"<circle cx="12" cy="12" r="9.6" fill="#ffcb57"/><path d="M5.8 10.3c.7-1.5 2.5-1.5 3.2 0M15 10.3c.7-1.5 2.5-1.5 3.2 0" stroke="#5b3a10" stroke-width="1.6" stroke-linecap="round" fill="none"/><path fill="#5b3a10" d="M6.3 13h11.4c0 3.6-2.5 6-5.7 6s-5.7-2.4-5.7-6z"/><path fill="#ff6f6f" d="M8.7 17.8c.7-1.3 2-1.9 3.3-1.9s2.6.6 3.3 1.9A5.6 5.6 0 0 1 12 19a5.6 5.6 0 0 1-3.3-1.2z"/>"##;
const WOW: &str = r##"<circle cx="12" cy="12" r="9.6" fill="#ffcb57"/><circle cx="8.4" cy="9.8" r="1.5" fill="#5b3a10"/><circle cx="15.6" cy="9.8" r="1.5" fill="#5b3a10"/><ellipse cx="12" cy="15.8" rx="2.4" ry="3.1" fill="#5b3a10"/><path d="M6.6 6.6c.7-.8 1.7-1.1 2.7-.9M17.4 6.6c-.7-.8-1.7-1.1-2.7-.9" stroke="#5b3a10" stroke-width="1.3" stroke-linecap="round" fill="none"/>"##;
const FIRE: &str = r##"<path fill="#ff6a3a" d="M13.1 1.8c.6 3.2-.6 4.9-2.2 6.7-1 1.1-1.8 2.2-1.9 3.5-1-.7-1.5-1.8-1.5-3.1-2.2 1.9-3.6 4.3-3.6 6.9 0 4 3.4 6.7 8.1 6.7s8.1-2.8 8.1-6.9c0-5.6-4.4-7.7-7-13.8z"/><path fill="#ffcb57" d="M12.4 10.9c.2 1.9-.7 2.8-1.7 3.9-.9 1-1.7 2-1.7 3.4 0 2 1.4 3.4 3.2 3.4s3.3-1.3 3.3-3.5c0-3-2.2-4.2-3.1-7.2z"/>"##;
const SAD: &str = r##"<circle cx="12" cy="12" r="9.6" fill="#ffcb57"/><circle cx="8.4" cy="10.6" r="1.4" fill="#5b3a10"/><circle cx="15.6" cy="10.6" r="1.4" fill="#5b3a10"/><path d="M8.3 17.4c.8-1.7 2.1-2.5 3.7-2.5s2.9.8 3.7 2.5M6.2 8.2l2.6-1M17.8 8.2l-2.6-1" stroke="#5b3a10" stroke-width="1.6" stroke-linecap="round" fill="none"/><path fill="#58b4ff" d="M17.3 13.2c1.2 1.7 1.8 2.8 1.8 3.6a1.8 1.8 0 0 1-3.6 0c0-.8.6-1.9 1.8-3.6z"/>"##;
