//! Our icons: 24 by 24, lines of 1.75, round ends. Drawn for this project.

use leptos::prelude::*;

/// Shows one of the drawings below; hidden from screen readers, for text stands beside it.
pub fn icon(glyph: &'static str) -> AnyView {
    view! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" inner_html=glyph></svg> }
        .into_any()
}

macro_rules! glyphs {
    ($($name:ident = $doc:literal, $svg:literal;)*) => {$(
        #[doc = $doc]
        pub const $name: &str = $svg;
    )*};
}

glyphs! {
    PLAY = "Play.", r#"<path class="solid" d="M7.5 4.9v14.2c0 .9 1 1.4 1.7.9l10.4-7.1c.7-.4.7-1.4 0-1.8L9.2 4c-.7-.5-1.7 0-1.7.9z"/>"#;
    PAUSE = "Pause.", r#"<rect class="solid" x="6" y="4.5" width="4" height="15" rx="1.2"/><rect class="solid" x="14" y="4.5" width="4" height="15" rx="1.2"/>"#;
    SOUND = "Sound on.", r#"<path d="M4 9.5v5h3.2L12 18.5v-13L7.2 9.5z"/><path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.4a8 8 0 0 1 0 11.2"/>"#;
    SOUND_LOW = "Sound on, softly.", r#"<path d="M4 9.5v5h3.2L12 18.5v-13L7.2 9.5z"/><path d="M15.5 9a4.2 4.2 0 0 1 0 6"/>"#;
    MUTED = "Sound off.", r#"<path d="M4 9.5v5h3.2L12 18.5v-13L7.2 9.5z"/><path d="m16 9.5 5 5m0-5-5 5"/>"#;
    EXPAND = "Full screen.", r#"<path d="M4 9V5.5C4 4.7 4.7 4 5.5 4H9M15 4h3.5c.8 0 1.5.7 1.5 1.5V9M20 15v3.5c0 .8-.7 1.5-1.5 1.5H15M9 20H5.5c-.8 0-1.5-.7-1.5-1.5V15"/>"#;
    SHRINK = "Leave full screen.", r#"<path d="M9 4v3.5C9 8.3 8.3 9 7.5 9H4M20 9h-3.5c-.8 0-1.5-.7-1.5-1.5V4M15 20v-3.5c0-.8.7-1.5 1.5-1.5H20M4 15h3.5c.8 0 1.5.7 1.5 1.5V20"/>"#;
    PICTURE = "Picture in picture.", r#"<path d="M10.5 18.5h-5A2.5 2.5 0 0 1 3 16V8a2.5 2.5 0 0 1 2.5-2.5h13A2.5 2.5 0 0 1 21 8v2.5"/><rect class="solid" x="13" y="13" width="9" height="6.5" rx="1.6"/>"#;
    THEATRE = "Wide player.", r#"<rect x="2.5" y="6" width="19" height="12" rx="2.5"/><path d="M15.5 6v12"/>"#;
    SLIDERS = "Settings.", r#"<path d="M4 7h9m5 0h2M4 17h2m5 0h9"/><circle cx="15.5" cy="7" r="2.3"/><circle cx="8.5" cy="17" r="2.3"/>"#;
    SHARE = "Share.", r#"<path d="M12 14.5V3.8M8.3 7 12 3.5 15.7 7"/><path d="M7.5 11H6.3A1.8 1.8 0 0 0 4.5 12.8v5.9c0 1 .8 1.8 1.8 1.8h11.4c1 0 1.8-.8 1.8-1.8v-5.9c0-1-.8-1.8-1.8-1.8h-1.2"/>"#;
    HEART = "Follow.", r#"<path d="M12 20s-7.8-4.6-7.8-10.4A4.4 4.4 0 0 1 12 6.9a4.4 4.4 0 0 1 7.8 2.7C19.8 15.4 12 20 12 20z"/>"#;
    HEART_FULL = "Followed.", r#"<path class="solid" d="M12 20.6c-.3 0-8.6-4.9-8.6-11A5.2 5.2 0 0 1 12 5.7a5.2 5.2 0 0 1 8.6 3.9c0 6.1-8.3 11-8.6 11z"/>"#;
    PERSON = "A person.", r#"<circle cx="12" cy="8" r="3.8"/><path d="M4.8 20c.6-3.8 3.6-6 7.2-6s6.6 2.2 7.2 6"/>"#;
    EYE = "Viewers; show.", r#"<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="3"/>"#;
    EYE_OFF = "Hide.", r#"<path d="M9.9 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-2.7 3.5M6.3 7.5A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.7-1.4M3.5 3.5l17 17M10 10a3 3 0 0 0 4 4"/>"#;
    CHAT = "Chat.", r#"<path d="M4 6.8A2.8 2.8 0 0 1 6.8 4h10.4A2.8 2.8 0 0 1 20 6.8v6.9a2.8 2.8 0 0 1-2.8 2.8H11l-4.5 3.7v-3.7A2.5 2.5 0 0 1 4 14z"/>"#;
    SEND = "Send.", r#"<path d="M4.5 12 3.6 5.2c-.1-.8.7-1.4 1.4-1.1l15.3 7c.8.4.8 1.4 0 1.8L5 19.9c-.7.3-1.5-.3-1.4-1.1zm0 0h7"/>"#;
    TRASH = "Delete.", r#"<path d="M4.5 6.5h15M9.5 6.5V5A1.5 1.5 0 0 1 11 3.5h2A1.5 1.5 0 0 1 14.5 5v1.5M6.5 6.5l.8 12a2 2 0 0 0 2 1.9h5.4a2 2 0 0 0 2-1.9l.8-12M10.2 10.5v5.5m3.6-5.5v5.5"/>"#;
    COPY = "Copy.", r#"<rect x="8.5" y="8.5" width="11.5" height="11.5" rx="2.5"/><path d="M15.5 8.5V6.3A2.3 2.3 0 0 0 13.2 4H6.3A2.3 2.3 0 0 0 4 6.3v6.9a2.3 2.3 0 0 0 2.3 2.3h2.2"/>"#;
    CHECK = "Done.", r#"<path d="m5 12.8 4.5 4.5L19.5 7"/>"#;
    KEY = "Key.", r#"<circle cx="8" cy="15.5" r="4"/><path d="m11 12.7 8.5-8.5M16 7.5l2.8 2.8M13.5 10l2 2"/>"#;
    REFRESH = "Again.", r#"<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4L19.5 9M19.5 4.5V9H15"/>"#;
    CLOSE = "Close.", r#"<path d="m6 6 12 12M18 6 6 18"/>"#;
    DOWN = "Down.", r#"<path d="m6.5 9.5 5.5 5.5 5.5-5.5"/>"#;
    RIGHT = "On.", r#"<path d="m9.5 6.5 5.5 5.5-5.5 5.5"/>"#;
    LEFT = "Back.", r#"<path d="M14.5 6.5 9 12l5.5 5.5"/>"#;
    ARROW_DOWN = "To the newest.", r#"<path d="M12 5v14m-5.5-5.5L12 19l5.5-5.5"/>"#;
    SUN = "Light.", r#"<circle cx="12" cy="12" r="4"/><path d="M12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1"/>"#;
    MOON = "Dark.", r#"<path d="M20 14.2A8.3 8.3 0 0 1 9.8 4 8.3 8.3 0 1 0 20 14.2z"/>"#;
    SYSTEM = "As the system.", r#"<rect x="3" y="4.5" width="18" height="12" rx="2.2"/><path d="M8.5 20.5h7M12 16.5v4"/>"#;
    BROADCAST = "Go live.", r#"<circle class="solid" cx="12" cy="12" r="2.6"/><path d="M7.8 16.2a6 6 0 0 1 0-8.4m8.4 0a6 6 0 0 1 0 8.4M5 19A10 10 0 0 1 5 5m14 0a10 10 0 0 1 0 14"/>"#;
    LOG_OUT = "Log out.", r#"<path d="M14 4.5H7.5A2.5 2.5 0 0 0 5 7v10a2.5 2.5 0 0 0 2.5 2.5H14M10.5 12H20m-3.5-3.5L20 12l-3.5 3.5"/>"#;
    SHIELD = "Moderator.", r#"<path d="M12 3.5 19 6v5.5c0 4.3-2.9 7.6-7 9-4.1-1.4-7-4.7-7-9V6z"/>"#;
    BLOCK = "Block.", r#"<circle cx="12" cy="12" r="8.5"/><path d="m6 6 12 12"/>"#;
    MAIL = "E-mail.", r#"<rect x="3" y="5" width="18" height="14" rx="2.5"/><path d="m4 7.5 8 6 8-6"/>"#;
    LOCK = "Private.", r#"<rect x="5" y="10.5" width="14" height="10" rx="2.5"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>"#;
    LINK = "Unlisted; a link.", r#"<path d="M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7l-1.3 1.3M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7l1.3-1.3"/>"#;
    GLOBE = "Public.", r#"<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c2.5 2.5 3.5 5.3 3.5 8.5s-1 6-3.5 8.5c-2.5-2.5-3.5-5.3-3.5-8.5s1-6 3.5-8.5z"/>"#;
    DEVICE = "A device.", r#"<rect x="3" y="5" width="13" height="10" rx="2"/><path d="M3 19h8.5"/><rect x="14.5" y="9.5" width="6.5" height="11" rx="1.8"/>"#;
    ALERT = "Something is wrong.", r#"<path d="M12 4 2.9 19.2c-.3.6.1 1.3.8 1.3h16.6c.7 0 1.1-.7.8-1.3zM12 10v4.2"/><circle class="solid" cx="12" cy="17.2" r="1.05"/>"#;
    INFO = "To know.", r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 11.2v5"/><circle class="solid" cx="12" cy="8" r="1.1"/>"#;
    OFFLINE = "No connection.", r#"<path d="M3.5 3.5l17 17M5 12.5a10 10 0 0 1 4.2-2.5M19 12.5a10 10 0 0 0-3-2M8.3 16a5.3 5.3 0 0 1 7.3 0M2.5 8.8A14 14 0 0 1 6 6.6m15.5 2.2A14 14 0 0 0 10.7 5"/><circle class="solid" cx="12" cy="19.3" r="1.2"/>"#;
    PLUS = "Add.", r#"<path d="M12 5v14M5 12h14"/>"#;
    CAMERA = "A picture.", r#"<path d="M3.5 9A2.5 2.5 0 0 1 6 6.5h1.7l1.5-2h5.6l1.5 2H18A2.5 2.5 0 0 1 20.5 9v8a2.5 2.5 0 0 1-2.5 2.5H6A2.5 2.5 0 0 1 3.5 17z"/><circle cx="12" cy="13" r="3.5"/>"#;
    MORE = "More.", r#"<circle class="solid" cx="5.5" cy="12" r="1.6"/><circle class="solid" cx="12" cy="12" r="1.6"/><circle class="solid" cx="18.5" cy="12" r="1.6"/>"#;
    CLOCK = "Time.", r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>"#;
    STOP = "End.", r#"<rect class="solid" x="6" y="6" width="12" height="12" rx="2.5"/>"#;
    PENCIL = "Edit.", r#"<path d="m4.5 19.5.9-4L16 4.9a1.9 1.9 0 0 1 2.7 0l.4.4a1.9 1.9 0 0 1 0 2.7L8.5 18.6zM14 7l3 3"/>"#;
    FILM = "Recorded.", r#"<rect x="3" y="5" width="18" height="14" rx="2.5"/><path d="M8 5v14m8-14v14M3 12h18M3 8.5h5m8 0h5M3 15.5h5m8 0h5"/>"#;
    KEYBOARD = "Keyboard.", r#"<rect x="2.5" y="6" width="19" height="12" rx="2.5"/><path d="M6.5 10h.01M10 10h.01M13.5 10h.01M17 10h.01M8 14h8"/>"#;
    HOME = "Home.", r#"<path d="M4 11.2 12 4.5l8 6.7V18a2 2 0 0 1-2 2h-3.5v-5h-5v5H6a2 2 0 0 1-2-2z"/>"#;
    TALLY = "The mark.", r#"<path d="M3.5 8.5v-2a3 3 0 0 1 3-3h2M15.5 3.5h2a3 3 0 0 1 3 3v2M20.5 15.5v2a3 3 0 0 1-3 3h-2M8.5 20.5h-2a3 3 0 0 1-3-3v-2"/><circle class="solid tally-dot" cx="12" cy="12" r="4.2"/>"#;
}
