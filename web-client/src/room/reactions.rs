//! Reactions: the row to tap, and the drawings that rise over the video.

use super::{
    drawing::{drawing, name},
    state::Room,
};
use leptos::{leptos_dom::helpers::set_timeout, prelude::*};
use live_protocol::live::{ReactionCount, ReactionKind, StreamState};
use live_ui::format;
use std::time::Duration;

/// Drawings in the air at one time; more would hide the video.
const FLOATING_MAX: usize = 30;
/// Of one batch, at most.
const BATCH_MAX: i64 = 10;
/// As long as the animation `float` of the style sheet takes, with its longest delay.
const FLOAT_TIME: Duration = Duration::from_millis(3_200);

#[derive(Debug, Clone, PartialEq)]
struct Float {
    id: u32,
    kind: ReactionKind,
    left: f64,
    delay: f64,
    drift: f64,
}

/// What rises at the moment. Made once a page, shared by the row and the air.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Air {
    floats: RwSignal<Vec<Float>>,
    next: StoredValue<u32>,
    /// One's own taps that rose already and will come back in a batch.
    own: StoredValue<Vec<ReactionCount>>,
}

impl Air {
    /// Follows the room's batches.
    pub(crate) fn over(room: Room) -> Self {
        let air = Self {
            floats: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            own: StoredValue::new(Vec::new()),
        };
        Effect::new(move |_| {
            for count in room.batch.get() {
                let others = count.count - air.take_own(count.kind, count.count);
                for _ in 0..others.min(BATCH_MAX) {
                    air.rise(count.kind, js_sys::Math::random() * 500.0);
                }
            }
        });
        air
    }

    fn take_own(self, kind: ReactionKind, most: i64) -> i64 {
        self.own
            .try_update_value(|own| {
                let mine = own.iter_mut().find(|each| each.kind == kind)?;
                let taken = mine.count.min(most);
                mine.count -= taken;
                Some(taken)
            })
            .flatten()
            .unwrap_or(0)
    }

    fn tap(self, kind: ReactionKind) {
        self.own
            .update_value(|own| match own.iter_mut().find(|each| each.kind == kind) {
                Some(mine) => mine.count += 1,
                None => own.push(ReactionCount { kind, count: 1 }),
            });
        self.rise(kind, 0.0);
    }

    fn rise(self, kind: ReactionKind, delay: f64) {
        if self.floats.with_untracked(Vec::len) >= FLOATING_MAX {
            return;
        }
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        let float = Float {
            id,
            kind,
            left: js_sys::Math::random() * 100.0,
            delay,
            drift: js_sys::Math::random() * 60.0 - 30.0,
        };
        self.floats.update(|floats| floats.push(float));
        set_timeout(
            move || {
                self.floats
                    .try_update(|floats| floats.retain(|f| f.id != id));
            },
            FLOAT_TIME,
        );
    }
}

/// The air over the video. Nothing moves where people asked for less motion; the counts still do
/// their work.
#[component]
pub(crate) fn FloatingReactions(
    /// What rises.
    air: Air,
) -> impl IntoView {
    view! {
        <div class="air" aria-hidden="true">
            <For each=move || air.floats.get() key=|float| float.id let:float>
                <span
                    style:left=format!("{:.1}%", float.left)
                    style:--drift=format!("{:.0}px", float.drift)
                    style:animation-delay=format!("{:.0}ms", float.delay)
                >
                    {drawing(float.kind)}
                </span>
            </For>
        </div>
    }
}

/// The row of reactions with their counts.
#[component]
pub(crate) fn ReactionBar(
    /// The room.
    room: Room,
    /// Where taps rise.
    air: Air,
) -> impl IntoView {
    let closed = move || room.state.get() == StreamState::Ended;
    let count = move |kind| {
        room.totals.with(|t| {
            t.iter()
                .find(|each| each.kind == kind)
                .map_or(0, |each| each.count)
        })
    };
    view! {
        <div class="reactions" role="group" aria-label="React">
            {ReactionKind::ALL
                .map(|kind| {
                    view! {
                        <button
                            class="reaction"
                            type="button"
                            disabled=closed
                            title=name(kind)
                            on:click=move |_| {
                                air.tap(kind);
                                room.react(kind);
                            }
                        >
                            <span class="reaction-drawing" aria-hidden="true">
                                {drawing(kind)}
                            </span>
                            <span class="sr">{name(kind)}</span>
                            <span class="num">{move || format::compact(count(kind))}</span>
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}
