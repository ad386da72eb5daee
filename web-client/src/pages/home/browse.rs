//! What is live now.

use super::{
    featured::Featured,
    feed::{Feed, Status},
};
use crate::{
    parts::{
        stream_card::{StreamCard, StreamCardSkeleton},
        while_visible::while_visible,
    },
    sdk,
    state::{failure::Failure, title::page_title},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use live_protocol::{
    StreamId,
    live::{Category, Stream},
};
use live_ui::{
    button::{Button, LinkButton},
    format, glyph,
    skeleton::Skeleton,
    state::StateCard,
};
use std::time::Duration;

/// How often the list is read again while the page is in view.
const REFRESH_PERIOD: Duration = Duration::from_secs(15);

/// The home page.
#[component]
pub(crate) fn Browse() -> impl IntoView {
    let query = use_query_map();
    let category = Memo::new(move |_| query.with(|q| q.get("category")));
    let categories = RwSignal::new(None::<Vec<Category>>);
    let feed = Feed::follow(category.into());
    let load_categories = move || {
        spawn_local(async move {
            // Without categories the list is still useful.
            let list = sdk::live::categories().await.ok();
            if !categories.is_disposed() && (list.is_some() || categories.get_untracked().is_none())
            {
                categories.set(Some(list.unwrap_or_default()));
            }
        });
    };
    load_categories();
    while_visible(REFRESH_PERIOD, move || {
        feed.refresh();
        load_categories();
    });
    let status = Memo::new(move |_| feed.status());
    page_title(move || {
        let name = category.get().and_then(|slug| name_of(categories, &slug));
        name.unwrap_or_default()
    });
    view! {
        <div class="page home">
            <h1 class="sr">"What's live"</h1>
            <Categories categories=categories chosen=category.into() />
            {move || match status.get() {
                Status::Failed(failure) => failed(feed, &failure),
                Status::Loading => skeletons(),
                Status::Empty => empty(category.get_untracked().is_some()),
                Status::Ready => {
                    let featured = category.get_untracked().is_none();
                    view! { <List feed=feed categories=categories with_featured=featured /> }
                        .into_any()
                }
            }}
        </div>
    }
}

#[component]
fn Categories(
    categories: RwSignal<Option<Vec<Category>>>,
    chosen: Signal<Option<String>>,
) -> impl IntoView {
    let chip = move |slug: Option<String>, name: String, live: Option<i64>| {
        let href = slug
            .as_ref()
            .map_or_else(|| "/".to_owned(), |slug| format!("/?category={slug}"));
        let current = chosen.get() == slug;
        view! {
            <a href=href class="chip" aria-current=current.then_some("true")>
                {name}
                {live
                    .filter(|n| *n > 0)
                    .map(|n| {
                        view! {
                            <span class="num">
                                {format::compact(n)} <span class="sr">" live"</span>
                            </span>
                        }
                    })}
            </a>
        }
        .into_any()
    };
    view! {
        <nav class="rail" aria-label="Categories">
            {move || match categories.get() {
                None => {
                    ["64px", "92px", "78px", "110px", "86px"]
                        .map(|width| {
                            view! { <Skeleton width=width height="34px" radius="var(--round)" /> }
                        })
                        .collect_view()
                        .into_any()
                }
                Some(list) => {
                    let mut list = list;
                    list.sort_by_key(|c| std::cmp::Reverse(c.live));
                    std::iter::once(chip(None, "All".to_owned(), None))
                        .chain(list.into_iter().map(|c| chip(Some(c.slug), c.name, Some(c.live))))
                        .collect_view()
                        .into_any()
                }
            }}
        </nav>
    }
}

fn name_of(categories: RwSignal<Option<Vec<Category>>>, slug: &str) -> Option<String> {
    categories.with(|list| {
        let found = list.as_ref()?.iter().find(|c| c.slug == slug)?;
        Some(found.name.clone())
    })
}

/// The streams. Each keeps its elements while the list is refreshed under it.
#[component]
fn List(
    feed: Feed,
    categories: RwSignal<Option<Vec<Category>>>,
    with_featured: bool,
) -> impl IntoView {
    let category_of = move |stream: Signal<Stream>| {
        Signal::derive(move || {
            let slug = stream.with(|s| s.category.clone())?;
            name_of(categories, &slug)
        })
    };
    // The most watched one; it stays while it is live, for a hero that jumps is none.
    let featured = Memo::new(move |before: Option<&Option<StreamId>>| {
        if !with_featured {
            return None;
        }
        feed.with(|streams| {
            let before = before.copied().flatten();
            let kept = before.filter(|id| streams.iter().any(|s| s.id == *id));
            kept.or_else(|| Some(streams.iter().rev().max_by_key(|s| s.viewers)?.id))
        })
    });
    let rest = move || {
        let featured = featured.get();
        feed.with(|streams| {
            let rest = streams.iter().filter(|s| Some(s.id) != featured);
            rest.cloned().collect::<Vec<_>>()
        })
    };
    let has_rest = Memo::new(move |_| !rest().is_empty());
    view! {
        {move || {
            let id = featured.get()?;
            let first = untrack(|| {
                feed.with(|streams| streams.iter().find(|s| s.id == id).cloned())
            })?;
            let stream = feed.stream(first);
            Some(view! { <Featured stream=stream category=category_of(stream) /> })
        }}
        <section aria-label="Live streams" hidden=move || !has_rest.get()>
            {with_featured.then(|| view! { <h2 class="section-title">"Also live"</h2> })}
            <div class="grid">
                <For each=rest key=|stream| stream.id let:first>
                    {
                        let stream = feed.stream(first);
                        view! { <StreamCard stream=stream category=category_of(stream) /> }
                    }
                </For>
            </div>
        </section>
        <Show when=move || feed.has_more()>
            <div class="more">
                <Button busy=feed.loading_more() on_click=move |()| feed.load_more()>
                    "Show more"
                </Button>
            </div>
        </Show>
    }
}

fn skeletons() -> AnyView {
    view! {
        <div aria-busy="true">
            <p class="sr" role="status">
                "Loading what's live"
            </p>
            <div class="grid">
                {(0..8).map(|_| view! { <StreamCardSkeleton /> }).collect_view()}
            </div>
        </div>
    }
    .into_any()
}

fn empty(in_category: bool) -> AnyView {
    let (title, text) = if in_category {
        (
            "Nobody is live in this category",
            "Look at everything that's live, or be the first one here.",
        )
    } else {
        (
            "Nobody is live right now",
            "Start a stream and it shows up here within seconds. This page looks again by itself.",
        )
    };
    view! {
        <StateCard glyph=glyph::BROADCAST title=title text=text>
            <LinkButton href="/studio" kind="primary" glyph=glyph::BROADCAST>
                "Go live"
            </LinkButton>
            {in_category.then(|| view! { <LinkButton href="/">"See everything"</LinkButton> })}
        </StateCard>
    }
    .into_any()
}

fn failed(feed: Feed, failure: &Failure) -> AnyView {
    view! {
        <StateCard
            glyph=glyph::ALERT
            tone="bad"
            title="The list could not be loaded"
            text=failure.text()
        >
            <Button glyph=glyph::REFRESH on_click=move |()| feed.start()>
                "Try again"
            </Button>
        </StateCard>
    }
    .into_any()
}
