//! The list of live streams: its pages, and keeping it fresh.

use crate::{sdk, state::failure::Failure};
use leptos::{prelude::*, task::spawn_local};
use live_protocol::{Page, live::Stream};

/// What can be shown of a feed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Status {
    /// The first page is on its way.
    Loading,
    /// It could not be loaded.
    Failed(Failure),
    /// Nobody is live.
    Empty,
    /// There are streams.
    Ready,
}

/// Streams that are live, in one category or all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Feed {
    category: Signal<Option<String>>,
    /// None until the first answer.
    streams: RwSignal<Option<Vec<Stream>>>,
    cursor: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
    loading_more: RwSignal<bool>,
    /// Counts the changes of category: an answer of an older one is dropped.
    round: StoredValue<u32>,
}

impl Feed {
    /// Follows `category`: loads anew when it changes.
    pub(crate) fn follow(category: Signal<Option<String>>) -> Self {
        let feed = Self {
            category,
            streams: RwSignal::new(None),
            cursor: RwSignal::new(None),
            failure: RwSignal::new(None),
            loading_more: RwSignal::new(false),
            round: StoredValue::new(0),
        };
        Effect::new(move |_| {
            category.track();
            feed.start();
        });
        feed
    }

    /// What can be shown.
    pub(crate) fn status(self) -> Status {
        if let Some(failure) = self.failure.get() {
            return Status::Failed(failure);
        }
        self.streams.with(|streams| match streams {
            None => Status::Loading,
            Some(streams) if streams.is_empty() => Status::Empty,
            Some(_) => Status::Ready,
        })
    }

    /// Reads the streams that are there.
    pub(crate) fn with<T>(self, read: impl FnOnce(&[Stream]) -> T) -> T {
        self.streams
            .with(|streams| read(streams.as_deref().unwrap_or_default()))
    }

    /// One of them, as it changes; what was known last once it is gone.
    pub(crate) fn stream(self, first: Stream) -> Signal<Stream> {
        let id = first.id;
        Memo::new(move |before: Option<&Stream>| {
            let now = self.with(|streams| streams.iter().find(|s| s.id == id).cloned());
            now.or_else(|| before.cloned())
                .unwrap_or_else(|| first.clone())
        })
        .into()
    }

    /// Whether there are more pages.
    pub(crate) fn has_more(self) -> bool {
        self.cursor.with(Option::is_some)
    }

    /// Whether the next page is on its way.
    pub(crate) fn loading_more(self) -> Signal<bool> {
        self.loading_more.into()
    }

    /// Loads the first page with nothing to show meanwhile.
    pub(crate) fn start(self) {
        self.round
            .update_value(|round| *round = round.wrapping_add(1));
        self.streams.set(None);
        self.failure.set(None);
        self.cursor.set(None);
        self.load_first();
    }

    /// Loads the first page again; what is shown stays until it is there, and if it fails.
    pub(crate) fn refresh(self) {
        if self.streams.with_untracked(Option::is_some) {
            self.load_first();
        } else if self.failure.with_untracked(Option::is_some) {
            self.start();
        }
    }

    fn load_first(self) {
        let round = self.round.get_value();
        spawn_local(async move {
            let answer = sdk::live::list(self.category.get_untracked().as_deref(), None).await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            match answer {
                Ok(page) => self.put_first(page),
                Err(failure) if self.streams.with_untracked(Option::is_none) => {
                    self.failure.set(Some(failure));
                }
                // A list that is a few seconds old is better than an error.
                Err(_) => {}
            }
        });
    }

    fn put_first(self, page: Page<Stream>) {
        self.failure.set(None);
        let more_shown = self
            .streams
            .with_untracked(|s| s.as_ref().is_some_and(|s| s.len() > page.items.len()));
        if !more_shown || page.next_cursor.is_none() {
            self.cursor.set(page.next_cursor);
            self.streams.set(Some(page.items));
            return;
        }
        // Further pages were loaded: newer ones go in front, known ones are brought up to date.
        self.streams.update(|streams| {
            let old = streams.take().unwrap_or_default();
            let mut all = page.items;
            let later = old
                .into_iter()
                .filter(|stream| !all.iter().any(|fresh| fresh.id == stream.id))
                .collect::<Vec<_>>();
            all.extend(later);
            *streams = Some(all);
        });
    }

    /// Loads the next page.
    pub(crate) fn load_more(self) {
        let Some(cursor) = self.cursor.get_untracked() else {
            return;
        };
        if self.loading_more.get_untracked() {
            return;
        }
        self.loading_more.set(true);
        let round = self.round.get_value();
        spawn_local(async move {
            let category = self.category.get_untracked();
            let answer = sdk::live::list(category.as_deref(), Some(&cursor)).await;
            if self.loading_more.try_set(false).is_some() || self.round.get_value() != round {
                return;
            }
            // On a failure the button stays, to try again.
            if let Ok(page) = answer {
                self.cursor.set(page.next_cursor);
                self.streams.update(|streams| {
                    let streams = streams.get_or_insert_default();
                    for stream in page.items {
                        if !streams.iter().any(|known| known.id == stream.id) {
                            streams.push(stream);
                        }
                    }
                });
            }
        });
    }
}
