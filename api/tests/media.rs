//! What the media services tell, as it shows over HTTP and in the rooms.

use crate::{
    app::{App, on_both},
    live::NODE,
};
use live_bus::{Delivery, Subscription, Topic};
use live_domain::live::{self, lifecycle::Lifecycle};
use live_protocol::{
    ErrorCode, StreamId,
    auth::Tokens,
    event::BusEvent,
    ingest::IngestReport,
    live::{EndReason, Health, Stream, StreamState, StreamStats},
    socket::ServerEvent,
};
use reqwest::Method;
use serde_json::json;
use std::time::Duration;

struct Show {
    app: App,
    ada: Tokens,
    id: StreamId,
    worker: Lifecycle,
    room: Subscription,
}

impl Show {
    async fn new(app: App) -> Self {
        let ada = app.register_as("ada").await;
        let id = app.create_stream(&ada, json!({ "title": "Show" })).await.id;
        let room = app.domain.bus.subscribe(Topic::Stream(id)).await.unwrap();
        Self {
            app,
            ada,
            id,
            worker: Lifecycle::default(),
            room,
        }
    }

    async fn hear(&mut self, event: BusEvent) {
        self.worker.apply(&self.app.domain, &event).await.unwrap();
    }

    async fn published(&mut self, node: &str) {
        let (stream_id, at) = (self.id, self.app.clock.now());
        let node = node.into();
        self.hear(BusEvent::Published {
            stream_id,
            node,
            at,
        })
        .await;
    }

    async fn interrupted(&mut self, node: &str) {
        let (stream_id, at) = (self.id, self.app.clock.now());
        let node = node.into();
        self.hear(BusEvent::Interrupted {
            stream_id,
            node,
            at,
        })
        .await;
    }

    async fn unpublished(&mut self, node: &str) {
        let (stream_id, at) = (self.id, self.app.clock.now());
        let node = node.into();
        self.hear(BusEvent::Unpublished {
            stream_id,
            node,
            at,
        })
        .await;
    }

    /// A heartbeat, two seconds after what was before.
    async fn heartbeat(&mut self, change: impl FnOnce(&mut IngestReport)) {
        self.app.clock.advance(Duration::from_secs(2));
        let mut report = IngestReport {
            video_bps: 3_000_000,
            audio_bps: 128_000,
            fps: 30.0,
            keyframe_interval_ms: Some(2_000),
            video_codec: Some("avc1.64001f".into()),
            ..IngestReport::default()
        };
        change(&mut report);
        let event = BusEvent::Heartbeat {
            stream_id: self.id,
            node: NODE.into(),
            at: self.app.clock.now(),
            report,
        };
        self.hear(event).await;
    }

    async fn state(&self) -> StreamState {
        let stream: Stream = self.app.see(None, self.id).await.json(200);
        stream.state
    }

    async fn stats(&self) -> StreamStats {
        let path = format!("/api/live/{}/stats", self.id);
        let answer = self
            .app
            .ask(Method::GET, &path, &self.ada.access_token, None);
        answer.await.json(200)
    }

    /// The next change of state that the room hears.
    async fn told(&mut self) -> (StreamState, Option<EndReason>) {
        loop {
            let Some(Delivery::Event(event)) = self.room.recv().await else {
                panic!("the room hears no more");
            };
            if let BusEvent::Room {
                event: ServerEvent::StreamState(change),
                ..
            } = &*event
            {
                return (change.state, change.end_reason);
            }
        }
    }

    async fn stop(self) {
        drop(self.room);
        self.app.stop().await;
    }
}

#[tokio::test]
async fn the_state_follows_the_encoder_and_the_room_hears_it() {
    on_both(|app| async move {
        let mut show = Show::new(app).await;
        show.published(NODE).await;
        show.published(NODE).await;
        assert_eq!(show.told().await, (StreamState::Live, None));
        show.interrupted(NODE).await;
        assert_eq!(show.told().await, (StreamState::Interrupted, None));
        assert_eq!(show.stats().await.health, Health::Offline);
        let listed = show.app.live("").await.items;
        assert_eq!(listed[0].state, StreamState::Interrupted, "it stays listed");
        show.published(NODE).await;
        assert_eq!(show.told().await, (StreamState::Live, None));
        show.unpublished(NODE).await;
        let left = Some(EndReason::EncoderLeft);
        assert_eq!(show.told().await, (StreamState::Ended, left));
        show.unpublished(NODE).await;
        show.published(NODE).await;
        assert_eq!(show.state().await, StreamState::Ended, "the end is the end");
        show.stop().await;
    })
    .await;
}

#[tokio::test]
async fn what_a_node_tells_that_lost_the_stream_changes_nothing() {
    on_both(|app| async move {
        let mut show = Show::new(app).await;
        show.published(NODE).await;
        show.published("rtmp-2").await;
        show.interrupted(NODE).await;
        show.unpublished(NODE).await;
        assert_eq!(show.state().await, StreamState::Live);
        show.interrupted("rtmp-2").await;
        assert_eq!(show.state().await, StreamState::Interrupted);
        show.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_heartbeat_repairs_what_was_missed_and_is_sampled() {
    on_both(|app| async move {
        let mut show = Show::new(app).await;
        let own = Topic::User(show.ada.user.id);
        let mut own = show.app.domain.bus.subscribe(own).await.unwrap();
        show.heartbeat(|_| {}).await;
        assert_eq!(show.told().await, (StreamState::Live, None));
        let Some(Delivery::Event(event)) = own.recv().await else {
            panic!("the streamer hears nothing");
        };
        let BusEvent::User {
            event: ServerEvent::StreamHealth(told),
            ..
        } = &*event
        else {
            panic!("{event:?}");
        };
        assert_eq!(told.health, Health::Good);
        show.heartbeat(|report| report.frames_dropped = 20).await;
        for _ in 0..5 {
            show.heartbeat(|_| {}).await;
        }
        let stats = show.stats().await;
        assert_eq!(stats.samples.len(), 2, "one in ten seconds");
        assert_eq!(stats.samples[0].bitrate_bps, 3_128_000);
        let (dropped, health) = (stats.samples[1].frames_dropped, stats.samples[1].health);
        assert_eq!(
            (dropped, health),
            (20, Health::Poor),
            "the worst since the one before"
        );
        assert!((stats.samples[1].fps - 30.0).abs() < 0.01);
        assert_eq!(stats.duration_s, 12);
        show.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_stream_whose_heartbeat_stopped_is_ended() {
    on_both(|app| async move {
        let mut show = Show::new(app).await;
        show.published(NODE).await;
        for _ in 0..30 {
            show.heartbeat(|_| {}).await;
        }
        show.app.clock.advance(Duration::from_secs(30));
        assert_eq!(live::sweep(&show.app.domain).await.unwrap(), 0);
        show.app.clock.advance(Duration::from_secs(11));
        assert_eq!(live::sweep(&show.app.domain).await.unwrap(), 1);
        assert_eq!(live::sweep(&show.app.domain).await.unwrap(), 0);
        let ended: Stream = show.app.see(None, show.id).await.json(200);
        assert_eq!(ended.end_reason, Some(EndReason::EncoderLeft));
        assert!(show.stats().await.samples.len() >= 6);
        show.app.clock.advance(Duration::from_hours(91 * 24));
        assert!(live::remove_old_samples(&show.app.domain).await.unwrap() >= 6);
        show.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_new_thumbnail_has_a_new_address() {
    on_both(|app| async move {
        let mut show = Show::new(app).await;
        let mut urls = Vec::new();
        for _ in 0..2 {
            show.app.clock.advance(Duration::from_mins(1));
            let (stream_id, at) = (show.id, show.app.clock.now());
            show.hear(BusEvent::ThumbnailReady { stream_id, at }).await;
            let stream: Stream = show.app.see(None, show.id).await.json(200);
            urls.push(stream.thumbnail_url.unwrap());
        }
        assert_ne!(urls[0], urls[1]);
        show.stop().await;
    })
    .await;
}

#[tokio::test]
async fn statistics_are_for_the_streamer() {
    on_both(|app| async move {
        let show = Show::new(app).await;
        let id = show.id;
        let watched = Duration::from_secs(30);
        live::watch::record(&show.app.domain, id, 7, watched)
            .await
            .unwrap();
        live::watch::record(&show.app.domain, id, 3, watched)
            .await
            .unwrap();
        let hearts = vec![live_protocol::live::ReactionCount {
            kind: live_protocol::live::ReactionKind::Heart,
            count: 4,
        }];
        for _ in 0..2 {
            live::react::add(&show.app.domain, id, hearts.clone())
                .await
                .unwrap();
        }
        let stats = show.stats().await;
        assert_eq!(
            (stats.viewers, stats.viewers_peak, stats.watch_time_s),
            (3, 7, 60)
        );
        assert_eq!(stats.reactions[0].count, 8);
        let eve = show.app.register_as("eve").await;
        let path = format!("/api/live/{id}/stats");
        let refused = show
            .app
            .ask(Method::GET, &path, &eve.access_token, None)
            .await;
        refused.refused(ErrorCode::Forbidden);
        show.stop().await;
    })
    .await;
}
