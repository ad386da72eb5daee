//! A person's picture, or their initial on a colour of their own.

use leptos::prelude::*;
use live_protocol::user::UserSummary;

/// What an avatar shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// The name that people see; its first letter stands in for a missing picture.
    pub name: String,
    /// Decides the colour, so that a person keeps theirs.
    pub username: String,
    /// Path of the picture.
    pub picture: Option<String>,
}

impl From<&UserSummary> for Face {
    fn from(user: &UserSummary) -> Self {
        Self {
            name: user.display_name.clone(),
            username: user.username.clone(),
            picture: user.avatar_url.clone(),
        }
    }
}

/// A hue from 0 to 359, the same for the same name.
pub fn hue(username: &str) -> u32 {
    // FNV-1a; any spread will do, but neighbours in the alphabet should not look alike.
    let hash = username.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    hash % 360
}

/// A round picture. Its text alternative is empty: the name always stands beside it.
#[component]
pub fn Avatar(
    /// Whose.
    face: Face,
    /// "xs" 24, "md" 36, "lg" 48, "xl" 96 pixels.
    #[prop(default = "md")]
    size: &'static str,
    /// Draws the ring of someone who is live.
    #[prop(optional)]
    live: bool,
) -> impl IntoView {
    let broken = RwSignal::new(false);
    let initial: String = face
        .name
        .chars()
        .find(|c| c.is_alphanumeric())
        .map(|c| c.to_uppercase().collect())
        .unwrap_or_default();
    let picture = face.picture;
    view! {
        <span
            class="avatar"
            data-size=size
            data-live=live.then_some("")
            style:--hue=hue(&face.username).to_string()
            aria-hidden="true"
        >
            {move || match picture.clone() {
                Some(src) if !broken.get() => {
                    view! {
                        <img src=src alt="" loading="lazy" on:error=move |_| broken.set(true) />
                    }
                        .into_any()
                }
                _ => initial.clone().into_any(),
            }}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_hue() {
        assert_eq!(hue("ada"), hue("ada"));
        assert_ne!(hue("ada"), hue("adb"));
        assert!(hue("") < 360);
    }
}
