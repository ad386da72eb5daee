//! What the player shows and does, as signals over the video element and the SDK's player.

use super::browser;
use crate::{
    sdk::player::{Phase, Player as Engine, PlayerEvent, Quality, Stats},
    state::failure::Failure,
};
use leptos::{html, prelude::*};

/// That much later than the player aims at, in seconds, it is no longer "live".
const LIVE_WITHIN_S: f64 = 5.0;
/// A step of the volume by keyboard.
pub(super) const VOLUME_STEP: f64 = 0.1;

/// A player.
#[derive(Debug, Clone, Copy)]
pub(super) struct Playing {
    pub(super) video: NodeRef<html::Video>,
    pub(super) frame: NodeRef<html::Div>,
    pub(super) theatre: Option<RwSignal<bool>>,
    pub(super) engine: StoredValue<Option<Engine>, LocalStorage>,
    pub(super) phase: RwSignal<Phase>,
    pub(super) muted: RwSignal<bool>,
    /// 0 to 1.
    pub(super) volume: RwSignal<f64>,
    /// The browser refused sound without a click.
    pub(super) silenced: RwSignal<bool>,
    /// The browser refused to play at all without a click.
    pub(super) needs_click: RwSignal<bool>,
    pub(super) fullscreen: RwSignal<bool>,
    pub(super) menu_open: RwSignal<bool>,
    pub(super) qualities: RwSignal<Vec<Quality>>,
    /// The index of the rendition that plays.
    pub(super) current: RwSignal<i32>,
    /// The chosen rendition; None lets the player choose.
    pub(super) chosen: RwSignal<Option<i32>>,
    pub(super) stats: RwSignal<Stats>,
    pub(super) failure: RwSignal<Option<Failure>>,
    /// Counts "try again".
    pub(super) attempt: RwSignal<u32>,
}

impl Playing {
    pub(super) fn new(
        video: NodeRef<html::Video>,
        frame: NodeRef<html::Div>,
        theatre: Option<RwSignal<bool>>,
    ) -> Self {
        let playing = Self {
            video,
            frame,
            theatre,
            engine: StoredValue::new_local(None),
            phase: RwSignal::new(Phase::Loading),
            muted: RwSignal::new(false),
            volume: RwSignal::new(1.0),
            silenced: RwSignal::new(false),
            needs_click: RwSignal::new(false),
            fullscreen: RwSignal::new(false),
            menu_open: RwSignal::new(false),
            qualities: RwSignal::new(Vec::new()),
            current: RwSignal::new(-1),
            chosen: RwSignal::new(None),
            stats: RwSignal::new(Stats::default()),
            failure: RwSignal::new(None),
            attempt: RwSignal::new(0),
        };
        let listener = window_event_listener(
            leptos::ev::Custom::<web_sys::Event>::new("fullscreenchange"),
            move |_| {
                let now = document().fullscreen_element().is_some();
                playing.fullscreen.try_set(now);
            },
        );
        on_cleanup(move || listener.remove());
        Effect::new(move |_| {
            if let Some(video) = video.get() {
                video.set_volume(browser::stored_volume().unwrap_or(1.0));
                playing.volume.set(video.volume());
            }
        });
        playing
    }

    pub(super) fn reset(self) {
        self.phase.set(Phase::Loading);
        self.failure.set(None);
        self.silenced.set(false);
        self.needs_click.set(false);
        self.qualities.set(Vec::new());
        self.chosen.set(None);
        self.stats.set(Stats::default());
    }

    pub(super) fn on_event(self, event: PlayerEvent) {
        match event {
            PlayerEvent::Phase(phase, failure) => {
                if phase == Phase::Playing {
                    self.needs_click.set(false);
                }
                self.failure.set(failure);
                self.phase.set(phase);
            }
            PlayerEvent::Stats(stats) => self.stats.set(stats),
            PlayerEvent::Qualities(qualities, current) => {
                self.qualities.set(qualities);
                self.current.set(current);
            }
            PlayerEvent::Silenced => self.silenced.set(true),
            PlayerEvent::Blocked => self.needs_click.set(true),
        }
    }

    fn with_engine(self, act: impl FnOnce(&Engine)) {
        self.engine.with_value(|engine| {
            if let Some(engine) = engine {
                act(engine);
            }
        });
    }

    pub(super) fn is_paused(self) -> bool {
        self.phase.get() == Phase::Paused
    }

    pub(super) fn toggle(self) {
        let paused = self.phase.get_untracked() == Phase::Paused;
        // Live video that was paused is old: the way on is the edge.
        self.with_engine(|engine| {
            if paused {
                engine.go_live();
            } else {
                engine.pause();
            }
        });
    }

    pub(super) fn play(self) {
        self.needs_click.set(false);
        self.with_engine(Engine::play);
    }

    pub(super) fn go_live(self) {
        self.with_engine(Engine::go_live);
    }

    pub(super) fn retry(self) {
        self.attempt.update(|n| *n = n.wrapping_add(1));
    }

    pub(super) fn choose(self, quality: Option<i32>) {
        self.chosen.set(quality);
        self.with_engine(|engine| engine.choose(quality));
    }

    /// Whether what is shown is what happens.
    pub(super) fn at_edge(self) -> bool {
        let late = self.stats.with(|s| {
            let aim = s.target_latency_s.unwrap_or(3.0);
            s.latency_s
                .is_some_and(|latency| latency > aim + LIVE_WITHIN_S)
        });
        !late && !self.is_paused()
    }

    pub(super) fn read_volume(self) {
        let Some(video) = self.video.get_untracked() else {
            return;
        };
        self.muted.set(video.muted());
        self.volume.set(video.volume());
        if !video.muted() {
            self.silenced.set(false);
            browser::store_volume(video.volume());
        }
    }

    pub(super) fn toggle_mute(self) {
        if let Some(video) = self.video.get_untracked() {
            let unmute = video.muted() || video.volume() == 0.0;
            if unmute && video.volume() == 0.0 {
                video.set_volume(0.5);
            }
            video.set_muted(!unmute);
        }
    }

    pub(super) fn set_volume(self, volume: f64) {
        if let Some(video) = self.video.get_untracked() {
            video.set_muted(volume <= 0.0);
            video.set_volume(volume.clamp(0.0, 1.0));
        }
    }

    pub(super) fn toggle_fullscreen(self) {
        if let (Some(frame), Some(video)) = (self.frame.get_untracked(), self.video.get_untracked())
        {
            browser::toggle_fullscreen(&frame, &video);
        }
    }

    pub(super) fn toggle_theatre(self) {
        if let Some(theatre) = self.theatre {
            theatre.update(|t| *t = !*t);
        }
    }

    pub(super) fn toggle_picture(self) {
        if let Some(video) = self.video.get_untracked() {
            browser::toggle_picture(&video);
        }
    }
}
