//! The first step: what the stream is about.

use super::edit::{Form, Words};
use crate::{
    parts::submit::{Submit, SubmitError},
    sdk,
    state::{failure::Failure, session::use_session},
};
use leptos::prelude::*;
use live_protocol::live::{CreateStream, Stream, Visibility};
use live_ui::{
    avatar::{Avatar, Face, hue},
    badge::LiveBadge,
    button::Button,
    glyph,
};

/// The form, beside how the stream will look in the list.
#[component]
pub(super) fn Create(
    /// The stream, with its key if it is a new one.
    #[prop(into)]
    on_created: Callback<Stream>,
    /// There is one already: to it.
    #[prop(into)]
    on_open: Callback<()>,
) -> impl IntoView {
    let words = Words::empty();
    let submit = Submit::new();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let request = CreateStream {
            title: words.title.get_untracked().trim().to_owned(),
            description: words.description.get_untracked().trim().to_owned(),
            category: words.category_slug(),
            tags: words.tag_list(),
            visibility: words.visibility.get_untracked(),
        };
        submit.run(
            async move {
                match sdk::live::create(&request).await {
                    Ok(stream) => Ok(Some(stream)),
                    Err(failure) if failure.is("stream_already_open") => Ok(None),
                    Err(failure) => Err::<_, Failure>(failure),
                }
            },
            move |stream| match stream {
                Some(stream) => on_created.run(stream),
                None => on_open.run(()),
            },
        );
    };
    view! {
        <div class="page">
            <div class="page-head">
                <h1>"Go live"</h1>
                <p class="soft">"Say what it's about. You get the address for your encoder next."</p>
            </div>
            <div class="create">
                <form class="card card-pad form" on:submit=send>
                    <Form words=words submit=submit />
                    <SubmitError submit=submit fields=Words::FIELDS />
                    <div class="form-foot">
                        <Button kind="primary" size="large" action="submit" busy=submit.busy()>
                            "Create stream"
                        </Button>
                        <span class="faint small">"Nobody sees it before your media arrives."</span>
                    </div>
                </form>
                <Sketch words=words />
            </div>
        </div>
    }
}

/// How it will look in the list.
#[component]
fn Sketch(words: Words) -> impl IntoView {
    let session = use_session();
    let title = move || {
        words.title.with(|title| {
            if title.trim().is_empty() {
                "Your title".to_owned()
            } else {
                title.clone()
            }
        })
    };
    let face = move || {
        session.account().map(|a| Face {
            name: a.display_name,
            username: a.username,
            picture: a.avatar_url,
        })
    };
    let colour = move || session.account().map(|a| hue(&a.username).to_string());
    let note = move || match words.visibility.get() {
        Visibility::Public => "On the home page, for everyone.",
        Visibility::Unlisted => "Not listed: for everyone who has the link.",
        Visibility::Private => "For you, moderators and those you invite.",
    };
    view! {
        <aside class="sketch" aria-label="How it will look">
            <div class="stream-card">
                <div class="stream-picture">
                    <div class="thumb" style:--hue=colour>
                        <span class="thumb-mark">{glyph::icon(glyph::TALLY)}</span>
                    </div>
                    <div class="thumb-badges">
                        <LiveBadge />
                    </div>
                </div>
                <div class="stream-words">
                    {move || face().map(|face| view! { <Avatar face=face /> })}
                    <div class="grow">
                        <p class="sketch-title">{title}</p>
                        <p class="stream-meta">
                            <span>{move || session.account().map(|a| a.display_name)}</span>
                        </p>
                    </div>
                </div>
            </div>
            <p class="faint small">{note}</p>
        </aside>
    }
}
