//! Follow and unfollow.

use crate::{sdk, state::session::use_session};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use live_protocol::user::Profile;
use live_ui::{glyph, toast::Toasts};

/// The button. It shows the wish at once and takes it back when the server refuses.
#[component]
pub(crate) fn FollowButton(
    /// Whom; the number of followers moves along.
    profile: RwSignal<Option<Profile>>,
) -> impl IntoView {
    let session = use_session();
    let toasts = expect_context::<Toasts>();
    let navigate = use_navigate();
    let path = use_location().pathname;
    let following = move || profile.with(|p| p.as_ref().is_some_and(|p| p.followed_by_me));
    let toggle = move |_| {
        let Some(user) = profile.get_untracked() else {
            return;
        };
        if session.peek().is_none() {
            navigate(
                &format!("/login?next={}", path.get_untracked()),
                NavigateOptions::default(),
            );
            return;
        }
        let follow = !user.followed_by_me;
        set_following(profile, follow);
        spawn_local(async move {
            if let Err(failure) = sdk::users::follow(user.id, follow).await {
                set_following(profile, !follow);
                toasts.bad(failure.text());
            }
        });
    };
    let hidden = move || profile.with(|p| p.as_ref().is_none_or(|p| session.is_me(p.id)));
    view! {
        <Show when=move || !hidden()>
            <button
                class="button"
                type="button"
                data-kind=move || if following() { "plain" } else { "primary" }
                aria-pressed=move || following().to_string()
                on:click=toggle.clone()
            >
                {move || {
                    glyph::icon(if following() { glyph::HEART_FULL } else { glyph::HEART })
                }}
                {move || if following() { "Following" } else { "Follow" }}
            </button>
        </Show>
    }
}

fn set_following(profile: RwSignal<Option<Profile>>, follow: bool) {
    profile.update(|profile| {
        if let Some(profile) = profile.as_mut().filter(|p| p.followed_by_me != follow) {
            profile.followed_by_me = follow;
            profile.followers += if follow { 1 } else { -1 };
        }
    });
}
