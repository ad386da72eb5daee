//! The studio: make a stream, send media to it, keep an eye on it, end it.

use super::{console::Console, create::Create, summary::Summary};
use crate::{
    parts::gate::Gate,
    sdk,
    state::{failure::Failure, title::page_title},
};
use leptos::{prelude::*, task::spawn_local};
use live_protocol::live::Stream;
use live_ui::{button::Button, glyph, skeleton::Skeleton, state::StateCard};

/// Where the streamer is.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Loading,
    Failed(Failure),
    Create,
    Console(Box<Stream>),
    Over(Box<Stream>),
}

/// The studio, for those who have an account.
#[component]
pub(crate) fn Broadcast() -> impl IntoView {
    page_title(|| "Studio".into());
    view! {
        <Gate purpose="to go live">
            <Studio />
        </Gate>
    }
}

#[component]
fn Studio() -> impl IntoView {
    let step = RwSignal::new(Step::Loading);
    let load = move || {
        step.set(Step::Loading);
        spawn_local(async move {
            let next = match sdk::live::open_stream().await {
                Ok(Some(stream)) => Step::Console(Box::new(stream)),
                Ok(None) => Step::Create,
                Err(failure) => Step::Failed(failure),
            };
            step.try_set(next);
        });
    };
    load();
    Effect::new(move |before: Option<()>| {
        step.track();
        if before.is_some() {
            // Each step is read from its beginning.
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    let on_created = move |stream| step.set(Step::Console(Box::new(stream)));
    let on_ended = move |stream| step.set(Step::Over(Box::new(stream)));
    move || match step.get() {
        Step::Loading => view! {
            <div class="page" aria-busy="true">
                <h1 class="sr">"Studio"</h1>
                <Skeleton width="220px" height="34px" />
                <Skeleton height="420px" radius="var(--r3)" />
            </div>
        }
        .into_any(),
        Step::Failed(failure) => view! {
            <div class="page">
                <h1 class="sr">"Studio"</h1>
                <StateCard
                    glyph=glyph::ALERT
                    tone="bad"
                    title="The studio could not be loaded"
                    text=failure.text()
                >
                    <Button glyph=glyph::REFRESH on_click=move |()| load()>
                        "Try again"
                    </Button>
                </StateCard>
            </div>
        }
        .into_any(),
        Step::Create => {
            view! { <Create on_created=on_created on_open=move |()| load() /> }.into_any()
        }
        Step::Console(stream) => view! { <Console stream=*stream on_ended=on_ended /> }.into_any(),
        Step::Over(stream) => {
            view! { <Summary stream=*stream on_again=move |()| step.set(Step::Create) /> }
                .into_any()
        }
    }
}
