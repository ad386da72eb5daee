//! What the media services tell of their streams, taken into the database.
//!
//! Order matters (`Interrupted` then `Published`), so one worker at a time applies the events: the
//! one that holds a lease on the bus. What is lost while the lease changes hands is repaired: the
//! next heartbeat makes a stream live, and the sweeper ends one whose heartbeat stopped. Every
//! change is conditional on the state before, so two workers that both believe to hold the lease
//! for a moment tell the room only once.

use super::{end, health::HealthJudge, tell_room};
use crate::{Domain, Result};
use live_bus::Topic;
use live_database::{samples, streams};
use live_protocol::{
    StreamId, Timestamp, UserId,
    event::BusEvent,
    ingest::IngestReport,
    live::{EndReason, Health, StatsSample, StreamState},
    socket::{ServerEvent, StreamChanged, StreamHealth, StreamUpdated},
};
use std::{collections::HashMap, time::Duration};

/// How often a heartbeat is written to the database.
const HEARTBEAT_STORED_EVERY: Duration = Duration::from_secs(5);
/// A stream that was not heard of for so long is forgotten.
const FORGET_AFTER: Duration = Duration::from_mins(2);

/// Applies the media services' events. It remembers what it judges by: one a worker.
#[derive(Default)]
pub struct Lifecycle {
    streams: HashMap<StreamId, Heard>,
}

/// What is remembered of a stream between its heartbeats.
struct Heard {
    streamer: UserId,
    judge: HealthJudge,
    last_at: Timestamp,
    stored_at: Option<Timestamp>,
    sampled_at: Option<Timestamp>,
    /// Dropped since the sample before.
    frames_dropped: i64,
    /// The worst since the sample before.
    worst: Health,
}

impl Lifecycle {
    /// Forgets what was judged: another worker had the lease meanwhile.
    pub fn forget(&mut self) {
        self.streams.clear();
    }

    /// Applies one event of [`Topic::Media`]; others are ignored.
    pub async fn apply(&mut self, domain: &Domain, event: &BusEvent) -> Result<()> {
        match event {
            BusEvent::Published {
                stream_id,
                node,
                at,
            } => self.published(domain, *stream_id, node, *at).await,
            BusEvent::Heartbeat {
                stream_id,
                node,
                at,
                report,
            } => self.heartbeat(domain, *stream_id, node, *at, report).await,
            BusEvent::Interrupted {
                stream_id,
                node,
                at,
            } => {
                self.streams.remove(stream_id);
                if streams::set_interrupted(&domain.database, *stream_id, node, *at).await? {
                    changed(domain, *stream_id, StreamState::Interrupted, *at).await;
                }
                Ok(())
            }
            BusEvent::Unpublished {
                stream_id,
                node,
                at,
            } => {
                self.streams.remove(stream_id);
                // Not if another node took it meanwhile.
                if streams::is_at_node(&domain.database, *stream_id, node).await? {
                    end::conclude(domain, *stream_id, EndReason::EncoderLeft, *at).await?;
                }
                Ok(())
            }
            BusEvent::ThumbnailReady { stream_id, at } => {
                let path = format!("/media/thumbnails/{stream_id}.jpg?v={}", at.as_ms());
                if streams::set_thumbnail(&domain.database, *stream_id, &path, *at).await? {
                    let stream_id = *stream_id;
                    let event = ServerEvent::StreamUpdated(StreamUpdated { stream_id });
                    tell_room(domain, stream_id, event).await;
                }
                Ok(())
            }
            BusEvent::Room { .. }
            | BusEvent::User { .. }
            | BusEvent::Disconnect { .. }
            | BusEvent::EndStream { .. }
            | BusEvent::SetVisibility { .. }
            | BusEvent::RevokePublisher { .. } => Ok(()),
        }
    }

    async fn published(
        &mut self,
        domain: &Domain,
        stream_id: StreamId,
        node: &str,
        at: Timestamp,
    ) -> Result<()> {
        self.streams.remove(&stream_id);
        if streams::set_live(&domain.database, stream_id, node, at).await? {
            changed(domain, stream_id, StreamState::Live, at).await;
        } else {
            streams::set_node(&domain.database, stream_id, node, at).await?;
            self.refuse_ended(domain, stream_id).await?;
        }
        Ok(())
    }

    async fn heartbeat(
        &mut self,
        domain: &Domain,
        stream_id: StreamId,
        node: &str,
        at: Timestamp,
        report: &IngestReport,
    ) -> Result<()> {
        let Some(heard) = self.heard(domain, stream_id, at).await? else {
            return Ok(());
        };
        let health = heard.judge.judge(report);
        heard.note(at, report, health);
        let user_id = heard.streamer;
        let store = due(heard.stored_at, at, HEARTBEAT_STORED_EVERY);
        if store {
            heard.stored_at = Some(at);
        }
        let sample_every = Duration::from_secs(domain.config.live.sample_interval_s);
        let sample = due(heard.sampled_at, at, sample_every).then(|| heard.sample(at, report));

        let told = ServerEvent::StreamHealth(StreamHealth {
            stream_id,
            at,
            health,
            report: report.clone(),
        });
        let told = BusEvent::User {
            user_id,
            event: told,
        };
        if let Err(error) = domain.bus.publish(Topic::User(user_id), told).await {
            tracing::debug!(%stream_id, %error, "health was not told");
        }
        if store {
            self.store_heartbeat(domain, stream_id, node, at).await?;
        }
        if let Some(mut sample) = sample {
            let stream = streams::by_id(&domain.database, stream_id).await?;
            sample.viewers = stream.map_or(0, |stream| stream.viewers);
            samples::insert(&domain.database, stream_id, &sample).await?;
        }
        Ok(())
    }

    /// Also repairs the state, if the event that changed it was lost.
    async fn store_heartbeat(
        &mut self,
        domain: &Domain,
        stream_id: StreamId,
        node: &str,
        at: Timestamp,
    ) -> Result<()> {
        if streams::set_live(&domain.database, stream_id, node, at).await? {
            changed(domain, stream_id, StreamState::Live, at).await;
        } else {
            streams::set_heartbeat(&domain.database, stream_id, at).await?;
            self.refuse_ended(domain, stream_id).await?;
        }
        Ok(())
    }

    /// Media of a stream that has ended (the command to cut it was lost): commands it again.
    async fn refuse_ended(&mut self, domain: &Domain, stream_id: StreamId) -> Result<()> {
        let stream = streams::by_id(&domain.database, stream_id).await?;
        let ended = stream.filter(|stream| stream.state == StreamState::Ended);
        if let Some(stream) = ended {
            self.streams.remove(&stream_id);
            let reason = stream.end_reason.unwrap_or(EndReason::EncoderLeft);
            super::command(domain, BusEvent::EndStream { stream_id, reason }).await;
        }
        Ok(())
    }

    /// What is remembered of the stream; read from the database at its first heartbeat. `None` if
    /// there is no such stream.
    async fn heard(
        &mut self,
        domain: &Domain,
        stream_id: StreamId,
        at: Timestamp,
    ) -> Result<Option<&mut Heard>> {
        if !self.streams.contains_key(&stream_id) {
            self.streams
                .retain(|_, heard| at.since(heard.last_at) < FORGET_AFTER);
            let Some(stream) = streams::by_id(&domain.database, stream_id).await? else {
                return Ok(None);
            };
            self.streams
                .insert(stream_id, Heard::new(stream.streamer.id, at));
        }
        Ok(self.streams.get_mut(&stream_id))
    }
}

impl Heard {
    fn new(streamer: UserId, at: Timestamp) -> Self {
        Self {
            streamer,
            judge: HealthJudge::default(),
            last_at: at,
            stored_at: None,
            sampled_at: None,
            frames_dropped: 0,
            worst: Health::Good,
        }
    }

    fn note(&mut self, at: Timestamp, report: &IngestReport, health: Health) {
        self.last_at = at;
        self.frames_dropped = self.frames_dropped.saturating_add(report.frames_dropped);
        if health.is_worse_than(self.worst) {
            self.worst = health;
        }
    }

    /// What is stored of the time since the sample before; the next one begins.
    fn sample(&mut self, at: Timestamp, report: &IngestReport) -> StatsSample {
        self.sampled_at = Some(at);
        StatsSample {
            at,
            bitrate_bps: report.video_bps.saturating_add(report.audio_bps),
            fps: report.fps,
            frames_dropped: std::mem::take(&mut self.frames_dropped),
            viewers: 0,
            health: std::mem::replace(&mut self.worst, Health::Good),
        }
    }
}

fn due(before: Option<Timestamp>, now: Timestamp, every: Duration) -> bool {
    before.is_none_or(|before| now.since(before) >= every)
}

async fn changed(domain: &Domain, stream_id: StreamId, state: StreamState, at: Timestamp) {
    tracing::info!(%stream_id, state = state.as_str(), "stream changed");
    let change = StreamChanged {
        stream_id,
        state,
        end_reason: None,
        at,
    };
    tell_room(domain, stream_id, ServerEvent::StreamState(change)).await;
}
