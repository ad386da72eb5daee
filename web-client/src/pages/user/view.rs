//! A user's public page, `/@name`.

use crate::{
    pages::missing::Missing,
    parts::{
        follow_button::FollowButton, share_button::ShareButton, stream_card::StreamCard,
        text::rich_text,
    },
    sdk,
    state::{failure::Failure, session::use_session, title::page_title},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;
use live_protocol::{
    live::{Stream, StreamState},
    user::Profile as User,
};
use live_ui::{
    avatar::{Avatar, Face},
    button::{Button, LinkButton},
    dialog::Confirm,
    format, glyph,
    menu::Menu,
    skeleton::Skeleton,
    state::{Notice, StateCard},
    toast::Toasts,
};

/// The page; any other address of one part is missing.
#[component]
pub(crate) fn Profile() -> impl IntoView {
    let params = use_params_map();
    let name = Memo::new(move |_| {
        let handle = params.with(|p| p.get("handle")).unwrap_or_default();
        handle.strip_prefix('@').map(ToOwned::to_owned)
    });
    move || match name.get().filter(|name| !name.is_empty()) {
        Some(name) => view! { <Page name=name /> }.into_any(),
        None => view! { <Missing /> }.into_any(),
    }
}

#[component]
fn Page(name: String) -> impl IntoView {
    let profile = RwSignal::new(None::<User>);
    let failure = RwSignal::new(None::<Failure>);
    let heading = name.clone();
    page_title(move || {
        profile.with(|p| {
            p.as_ref()
                .map_or_else(|| format!("@{heading}"), |p| p.display_name.clone())
        })
    });
    let wanted = StoredValue::new(name);
    let load = move || {
        failure.set(None);
        spawn_local(async move {
            match sdk::users::profile(&wanted.get_value()).await {
                Ok(found) => {
                    profile.try_set(Some(found));
                }
                Err(why) => {
                    failure.try_set(Some(why));
                }
            }
        });
    };
    load();
    let there = Memo::new(move |_| profile.with(Option::is_some));
    move || {
        if there.get() {
            return view! {
                <div class="page">
                    <Head profile=profile />
                    <Streams name=wanted.get_value() />
                </div>
            }
            .into_any();
        }
        match failure.get() {
            None => view! {
                <div class="page" aria-busy="true">
                    <div class="profile-head">
                        <Skeleton width="96px" height="96px" radius="50%" />
                        <div class="grow">
                            <Skeleton width="220px" height="30px" />
                            <Skeleton width="140px" />
                        </div>
                    </div>
                </div>
            }
            .into_any(),
            Some(why) if why.is("not_found") => view! {
                <div class="page">
                    <h1 class="sr">"Not found"</h1>
                    <StateCard
                        glyph=glyph::PERSON
                        title="There is nobody by that name"
                        text=format!("@{} does not exist, or not any more.", wanted.get_value())
                    >
                        <LinkButton href="/">"See what's live"</LinkButton>
                    </StateCard>
                </div>
            }
            .into_any(),
            Some(why) => view! {
                <div class="page">
                    <h1 class="sr">"Profile"</h1>
                    <StateCard
                        glyph=glyph::ALERT
                        tone="bad"
                        title="The profile could not be loaded"
                        text=why.text()
                    >
                        <Button glyph=glyph::REFRESH on_click=move |()| load()>
                            "Try again"
                        </Button>
                    </StateCard>
                </div>
            }
            .into_any(),
        }
    }
}

#[component]
fn Head(profile: RwSignal<Option<User>>) -> impl IntoView {
    let session = use_session();
    let shown = Memo::new(move |_| profile.get());
    let face = move || {
        shown.get().map(|p| Face {
            name: p.display_name,
            username: p.username,
            picture: p.avatar_url,
        })
    };
    let is_me = move || shown.with(|p| p.as_ref().is_some_and(|p| session.is_me(p.id)));
    let blocked = move || shown.with(|p| p.as_ref().is_some_and(|p| p.blocked_by_me));
    let text = move |read: fn(&User) -> String| shown.with(|p| p.as_ref().map(read));
    let share_title = Signal::derive(move || text(|p| p.display_name.clone()).unwrap_or_default());
    let share_path =
        Signal::derive(move || text(|p| format!("/@{}", p.username)).unwrap_or_default());
    view! {
        <header class="profile-head">
            {move || face().map(|face| view! { <Avatar face=face size="xl" /> })}
            <div class="grow">
                <h1>{move || text(|p| p.display_name.clone())}</h1>
                <p class="faint">{move || text(|p| format!("@{}", p.username))}</p>
                <p class="profile-facts num">
                    <span>{move || text(|p| format::counted(p.followers, "follower", "followers"))}</span>
                    <span>{move || text(|p| format!("{} following", format::exact(p.following)))}</span>
                    <span>{move || text(|p| format!("here since {}", format::day(p.created_at)))}</span>
                </p>
            </div>
            <div class="profile-actions">
                <Show
                    when=is_me
                    fallback=move || {
                        view! {
                            <Show when=move || !blocked()>
                                <FollowButton profile=profile />
                            </Show>
                        }
                    }
                >
                    <LinkButton href="/settings" glyph=glyph::PENCIL>
                        "Edit profile"
                    </LinkButton>
                </Show>
                <ShareButton title=share_title path=share_path />
                <Show when=move || session.is_known() && !is_me()>
                    <BlockMenu profile=profile />
                </Show>
            </div>
        </header>
        {move || {
            text(|p| p.bio.clone())
                .filter(|bio| !bio.is_empty())
                .map(|bio| view! { <p class="lines profile-bio">{rich_text(&bio)}</p> })
        }}
        <Show when=blocked>
            <Notice tone="warn" glyph=glyph::BLOCK>
                "You block this user: they can't follow you or write in your chats."
            </Notice>
        </Show>
    }
}

/// Block and unblock.
#[component]
fn BlockMenu(profile: RwSignal<Option<User>>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let asking = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let blocked = move || profile.with(|p| p.as_ref().is_some_and(|p| p.blocked_by_me));
    let set = move |block: bool| {
        let Some(id) = profile.with_untracked(|p| p.as_ref().map(|p| p.id)) else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let answer = sdk::users::block(id, block).await;
            if busy.try_set(false).is_some() {
                return;
            }
            asking.set(false);
            match answer {
                Ok(()) => {
                    profile.update(|p| {
                        if let Some(p) = p {
                            p.blocked_by_me = block;
                            p.followed_by_me = p.followed_by_me && !block;
                        }
                    });
                    toasts.good(if block { "Blocked" } else { "Unblocked" });
                }
                Err(failure) => toasts.bad(failure.text()),
            }
        });
    };
    view! {
        <Menu label="More" button=ViewFn::from(|| glyph::icon(glyph::MORE))>
            <button
                class="menu-item"
                type="button"
                data-danger=move || (!blocked()).then_some("")
                on:click=move |_| {
                    if blocked() {
                        set(false);
                    } else {
                        asking.set(true);
                    }
                }
            >
                {glyph::icon(glyph::BLOCK)}
                {move || if blocked() { "Unblock" } else { "Block" }}
            </button>
        </Menu>
        <Confirm
            open=asking
            title="Block this user?"
            text="They stop following you and can't write in your chats. They are not told."
            verb="Block"
            busy=busy
            on_confirm=move |()| set(true)
        />
    }
}

/// What is live now, and what was.
#[component]
fn Streams(name: String) -> impl IntoView {
    let session = use_session();
    let streams = RwSignal::new(None::<Vec<Stream>>);
    let cursor = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let own = name.clone();
    let name = StoredValue::new(name);
    let load = move || {
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let from = cursor.get_untracked();
            let answer = sdk::users::streams(&name.get_value(), from.as_deref()).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(page) => {
                    cursor.set(page.next_cursor);
                    streams.update(|s| s.get_or_insert_default().extend(page.items));
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    load();
    let own = StoredValue::new(own);
    let is_me = move || {
        session
            .account()
            .is_some_and(|a| own.with_value(|own| a.username == *own))
    };
    let pick = move |live: bool| {
        streams.with(|s| {
            let matching = s.iter().flatten().filter(|s| match s.state {
                StreamState::Live | StreamState::Interrupted => live,
                StreamState::Ended => !live,
                StreamState::Idle => false,
            });
            matching.cloned().collect::<Vec<_>>()
        })
    };
    let any = move |live: bool| !pick(live).is_empty();
    let nothing = Memo::new(move |_| {
        streams.with(Option::is_some) && !any(true) && !any(false) && cursor.with(Option::is_none)
    });
    view! {
        <Show when=move || any(true)>
            <section>
                <h2 class="section-title">"Live now"</h2>
                <div class="grid grid-live">
                    <For each=move || pick(true) key=|s| s.id let:stream>
                        <StreamCard stream=stream plain=true eager=true />
                    </For>
                </div>
            </section>
        </Show>
        <Show when=move || any(false)>
            <section>
                <h2 class="section-title">"Past streams"</h2>
                <div class="grid">
                    <For each=move || pick(false) key=|s| s.id let:stream>
                        <StreamCard stream=stream plain=true />
                    </For>
                </div>
            </section>
        </Show>
        <Show when=move || nothing.get()>
            <StateCard
                glyph=glyph::BROADCAST
                title="No streams yet"
                text="What they stream shows up here."
            >
                {untrack(is_me)
                    .then(|| {
                        view! {
                            <LinkButton href="/studio" kind="primary" glyph=glyph::BROADCAST>
                                "Go live"
                            </LinkButton>
                        }
                    })}
            </StateCard>
        </Show>
        {move || {
            failure
                .get()
                .map(|why| {
                    view! {
                        <Notice tone="bad" glyph=glyph::ALERT>
                            {why.text()}
                        </Notice>
                    }
                })
        }}
        <Show when=move || cursor.with(Option::is_some) || failure.with(Option::is_some)>
            <div class="more">
                <Button busy=busy on_click=move |()| load()>
                    "Show more"
                </Button>
            </div>
        </Show>
    }
}
