//! Dark, light, or as the system says. `theme.js` sets the same attribute before the first paint.

use leptos::prelude::*;

/// The key under which the choice is kept in the browser.
pub const STORAGE_KEY: &str = "live.theme";

/// What the user chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

impl Theme {
    const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    fn stored() -> Self {
        match storage()
            .and_then(|s| s.get_item(STORAGE_KEY).ok().flatten())
            .as_deref()
        {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// The choice as a signal; setting it changes the page and is remembered.
#[derive(Debug, Clone, Copy)]
pub struct ThemeChoice(RwSignal<Theme>);

impl ThemeChoice {
    /// Reads the stored choice and provides it to the components below.
    pub fn provide() -> Self {
        let choice = Self(RwSignal::new(Theme::stored()));
        provide_context(choice);
        choice
    }

    /// The choice now.
    pub fn get(self) -> Theme {
        self.0.get()
    }

    /// Applies and remembers `theme`.
    pub fn set(self, theme: Theme) {
        self.0.set(theme);
        if let Some(root) = document().document_element() {
            // Setting an attribute with a valid name can't fail.
            let _ = match theme {
                Theme::System => root.remove_attribute("data-theme"),
                chosen => root.set_attribute("data-theme", chosen.as_str()),
            };
        }
        if let Some(storage) = storage() {
            // A full or forbidden storage forgets the choice at the next visit; no more is lost.
            let _ = storage.set_item(STORAGE_KEY, theme.as_str());
        }
    }
}
