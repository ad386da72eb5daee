//! The words of a stream: the fields that creating and changing it share.

use super::{console, picture::Picture};
use crate::{
    parts::submit::{Submit, SubmitError},
    sdk,
};
use leptos::{prelude::*, task::spawn_local};
use live_protocol::live::{Category, Stream, UpdateStream, Visibility};
use live_ui::{
    button::Button,
    field::{SelectField, TextArea, TextField},
    toast::Toasts,
    unique_id,
};

/// What was entered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    pub(super) title: RwSignal<String>,
    pub(super) description: RwSignal<String>,
    category: RwSignal<String>,
    tags: RwSignal<String>,
    pub(super) visibility: RwSignal<Visibility>,
}

impl Words {
    /// The fields that show their errors themselves.
    pub(super) const FIELDS: &'static [&'static str] =
        &["title", "description", "category", "tags"];

    pub(super) fn empty() -> Self {
        Self {
            title: RwSignal::new(String::new()),
            description: RwSignal::new(String::new()),
            category: RwSignal::new(String::new()),
            tags: RwSignal::new(String::new()),
            visibility: RwSignal::new(Visibility::Public),
        }
    }

    fn of(stream: &Stream) -> Self {
        Self {
            title: RwSignal::new(stream.title.clone()),
            description: RwSignal::new(stream.description.clone()),
            category: RwSignal::new(stream.category.clone().unwrap_or_default()),
            tags: RwSignal::new(stream.tags.join(", ")),
            visibility: RwSignal::new(stream.visibility),
        }
    }

    pub(super) fn category_slug(self) -> Option<String> {
        let slug = self.category.get_untracked();
        (!slug.is_empty()).then_some(slug)
    }

    pub(super) fn tag_list(self) -> Vec<String> {
        split_tags(&self.tags.get_untracked())
    }
}

/// Tags as people write them: by commas or blanks, with or without `#`, each once.
fn split_tags(text: &str) -> Vec<String> {
    let mut tags = Vec::new();
    for tag in text.split([',', ' ', '\n']) {
        let tag = tag.trim().trim_start_matches('#').to_lowercase();
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// The fields.
#[component]
pub(super) fn Form(
    /// What is entered.
    words: Words,
    /// The request, for errors beside their fields.
    submit: Submit,
) -> impl IntoView {
    let categories = RwSignal::new(Vec::<Category>::new());
    spawn_local(async move {
        // Without them a stream has no category; it can be given one later.
        if let Ok(list) = sdk::live::categories().await {
            categories.try_set(list);
        }
    });
    let options = Signal::derive(move || {
        categories.with(|list| {
            let pairs = list.iter().map(|c| (c.slug.clone(), c.name.clone()));
            pairs.collect::<Vec<_>>()
        })
    });
    view! {
        <TextField
            label="Title"
            value=words.title
            placeholder="What are you doing?"
            max=120
            error=submit.field("title", "")
        />
        <TextArea
            label="Description"
            value=words.description
            placeholder="What should people know before they watch?"
            max=2000
            error=submit.field("description", "")
        />
        <div class="form-pair">
            <SelectField
                label="Category"
                value=words.category
                options=options
                none="None"
                error=submit.field("category", "")
            />
            <TextField
                label="Tags"
                value=words.tags
                optional=true
                placeholder="piano, improvised"
                hint="Up to 10, by commas."
                error=submit.field("tags", "")
            />
        </div>
        <fieldset class="field">
            <legend class="field-label">"Who can watch"</legend>
            <div class="choices">
                {choice(words, Visibility::Public, "Everyone", "Listed on the home page.")}
                {choice(words, Visibility::Unlisted, "Everyone with the link", "Not listed anywhere.")}
                {choice(words, Visibility::Private, "Invited people", "You, moderators and holders of a playback token.")}
            </div>
        </fieldset>
    }
}

fn choice(
    words: Words,
    visibility: Visibility,
    title: &'static str,
    note: &'static str,
) -> AnyView {
    let note_id = unique_id("choice");
    view! {
        <label class="choice">
            <input
                type="radio"
                name="visibility"
                value=visibility.as_str()
                aria-describedby=note_id.clone()
                prop:checked=move || words.visibility.get() == visibility
                on:change=move |_| words.visibility.set(visibility)
            />
            <span class="choice-title">{title}</span>
            <span class="choice-note" id=note_id>
                {note}
            </span>
        </label>
    }
    .into_any()
}

/// Changes the words of a stream that is there.
#[component]
pub(super) fn Edit(
    /// The stream.
    stream: RwSignal<Stream>,
    /// It was changed, or not wanted after all.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let words = stream.with_untracked(Words::of);
    let submit = Submit::new();
    let toasts = expect_context::<Toasts>();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let id = stream.with_untracked(|s| s.id);
        let request = UpdateStream {
            title: Some(words.title.get_untracked().trim().to_owned()),
            description: Some(words.description.get_untracked().trim().to_owned()),
            // Empty takes it away.
            category: Some(words.category.get_untracked()),
            tags: Some(words.tag_list()),
            visibility: Some(words.visibility.get_untracked()),
        };
        submit.run(
            async move { sdk::live::update(id, &request).await },
            move |fresh| {
                console::put(stream, fresh);
                toasts.good("Saved");
                on_done.run(());
            },
        );
    };
    view! {
        <Picture stream=stream />
        <form class="form" on:submit=send>
            <Form words=words submit=submit />
            <SubmitError submit=submit fields=Words::FIELDS />
            <div class="dialog-foot">
                <Button kind="quiet" on_click=on_done>
                    "Cancel"
                </Button>
                <Button kind="primary" action="submit" busy=submit.busy()>
                    "Save"
                </Button>
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_people_write_them() {
        assert_eq!(
            split_tags("#Piano, jazz  piano,,late-night"),
            ["piano", "jazz", "late-night"]
        );
        assert!(split_tags(" , ").is_empty());
    }
}
