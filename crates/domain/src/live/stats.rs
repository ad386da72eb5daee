use super::watch;
use crate::{Actor, Domain, Error, Result};
use live_database::{reactions, samples};
use live_protocol::{
    ErrorCode, StreamId,
    live::{Health, StreamState, StreamStats},
};
use std::time::Duration;

/// Samples of an answer at most.
const SAMPLES_MAX: u32 = 720;

/// A stream's statistics: for its streamer and for moderators.
pub async fn stats(domain: &Domain, actor: &Actor, stream_id: StreamId) -> Result<StreamStats> {
    let stream = watch::find(domain, Some(actor), stream_id, None).await?;
    if !watch::manages(actor, &stream) {
        return Err(Error::new(ErrorCode::Forbidden));
    }
    let reactions = reactions::of_stream(&domain.database, stream_id).await?;
    let samples = samples::newest(&domain.database, stream_id, SAMPLES_MAX).await?;
    let health = match stream.state {
        StreamState::Live => samples.last().map_or(Health::Good, |sample| sample.health),
        StreamState::Idle | StreamState::Interrupted | StreamState::Ended => Health::Offline,
    };
    let until = stream.ended_at.unwrap_or_else(|| domain.clock.now());
    let duration = stream
        .started_at
        .map_or(Duration::ZERO, |start| until.since(start));
    Ok(StreamStats {
        viewers: stream.viewers,
        viewers_peak: stream.viewers_peak,
        watch_time_s: stream.watch_time_ms / 1_000,
        comments: stream.comments,
        reactions,
        health,
        duration_s: i64::try_from(duration.as_secs()).unwrap_or(i64::MAX),
        samples,
    })
}
