//! What came of a stream that is over.

use super::console::{favourites, figure};
use crate::{sdk, state::failure::Failure};
use leptos::{prelude::*, task::spawn_local};
use live_protocol::live::{EndReason, Stream, StreamStats};
use live_ui::{
    button::{Button, LinkButton},
    chart::{LineChart, Point},
    format, glyph,
    skeleton::Skeleton,
    state::Notice,
};

/// The summary.
#[component]
pub(super) fn Summary(
    /// The stream.
    stream: Stream,
    /// Another one.
    #[prop(into)]
    on_again: Callback<()>,
) -> impl IntoView {
    let id = stream.id;
    let stats = RwSignal::new(None::<Result<StreamStats, Failure>>);
    spawn_local(async move {
        stats.try_set(Some(sdk::live::stats(id).await));
    });
    let how = match stream.end_reason {
        Some(EndReason::EncoderLeft) => {
            "The encoder left and did not come back, so the stream ended."
        }
        Some(EndReason::Moderator) => "A moderator ended this stream.",
        Some(EndReason::Streamer) | None => "Well done. This is what came of it.",
    };
    view! {
        <div class="page">
            <div class="page-head">
                <p class="faint">{stream.title.clone()}</p>
                <h1>"Your stream is over"</h1>
                <p class="soft">{how}</p>
            </div>
            {move || match stats.get() {
                None => view! { <Skeleton height="220px" radius="var(--r3)" /> }.into_any(),
                Some(Err(failure)) => {
                    view! {
                        <Notice tone="bad" glyph=glyph::ALERT>
                            {failure.text()}
                        </Notice>
                    }
                        .into_any()
                }
                Some(Ok(stats)) => shown(&stats),
            }}
            <div class="form-foot">
                <Button kind="primary" glyph=glyph::BROADCAST on_click=on_again>
                    "New stream"
                </Button>
                <LinkButton href=format!("/@{}", stream.streamer.username)>"Your profile"</LinkButton>
            </div>
        </div>
    }
}

fn shown(stats: &StreamStats) -> AnyView {
    let stats = stats.clone();
    let (length, peak, watch, comments) = (
        format::span(stats.duration_s),
        format::exact(stats.viewers_peak),
        format::span(stats.watch_time_s),
        format::exact(stats.comments),
    );
    #[expect(
        clippy::cast_precision_loss,
        reason = "a plot has fewer than 2^53 pixels"
    )]
    let viewers: Vec<Point> = stats
        .samples
        .iter()
        .map(|s| Point {
            at: s.at,
            value: s.viewers as f64,
        })
        .collect();
    view! {
        <dl class="figures card">
            {figure("Length", move || length.clone())}
            {figure("Viewers at most", move || peak.clone())}
            {figure("Watch time", move || watch.clone())}
            {figure("Comments", move || comments.clone())}
            <div>
                <dt>"Reactions"</dt>
                <dd class="num figure-reactions">{favourites(&stats.reactions)}</dd>
            </div>
        </dl>
        <section class="card card-pad" aria-label="Viewers over time">
            <h2 class="sr">"Over time"</h2>
            <LineChart
                title="Viewers"
                points=viewers
                unit=|value| format!("{value:.0}")
                floor=5.0
            />
        </section>
    }
    .into_any()
}
