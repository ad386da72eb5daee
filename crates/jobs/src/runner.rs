//! Running: claim, run with a renewed lease, note the outcome.

use futures::{StreamExt, stream::FuturesUnordered};
use live_clock::{Clock, Random};
use live_database::{
    Database, DatabaseError,
    jobs::{self, ClaimedJob},
};
use live_protocol::JobId;
use serde::de::DeserializeOwned;
use std::{future::Future, time::Duration};
use tokio_util::sync::CancellationToken;

/// Jobs that one runner works on at a time.
const RUNNING_MAX: usize = 8;
/// How long a claim holds without a renewal.
const LEASE: Duration = Duration::from_mins(1);
/// How often it is renewed.
const RENEW_EVERY: Duration = Duration::from_secs(20);
/// How often an idle runner looks for work.
const POLL_EVERY: Duration = Duration::from_millis(500);
/// The first pause before another attempt; it doubles with each.
const BACKOFF_FIRST: Duration = Duration::from_secs(2);
/// The longest pause.
const BACKOFF_MAX: Duration = Duration::from_hours(1);
/// Characters of an error that are kept.
const ERROR_CHARS_MAX: usize = 1_000;

/// A job as its body gets it.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its id: the same at each attempt, so a body can use it as an idempotency key.
    pub id: JobId,
    /// Which body runs it.
    pub kind: String,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    payload: String,
}

impl Job {
    /// What it was told.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(&self.payload)
    }
}

/// How an attempt went.
#[derive(Debug)]
pub enum Outcome {
    /// Done; the job leaves the queue.
    Done,
    /// Not this time: try again later.
    Retry(String),
    /// It can never work: give it up now.
    GiveUp(String),
}

/// Claims and runs jobs. Any number may run against one database.
#[derive(Clone)]
pub struct Runner {
    database: Database,
    clock: Clock,
    random: Random,
    node: String,
}

impl Runner {
    /// A runner named `node` in claims and logs; names are unique among live runners.
    pub const fn new(database: Database, clock: Clock, random: Random, node: String) -> Self {
        Self {
            database,
            clock,
            random,
            node,
        }
    }

    /// Runs jobs with `body` until `shutdown`; then claims nothing more and finishes what runs.
    pub async fn run<F, Fut>(&self, body: F, shutdown: CancellationToken)
    where
        F: Fn(Job) -> Fut + Sync,
        Fut: Future<Output = Outcome> + Send,
    {
        let mut running = FuturesUnordered::new();
        while !shutdown.is_cancelled() {
            let free = RUNNING_MAX - running.len();
            let claimed = if free == 0 {
                Vec::new()
            } else {
                self.claim(free).await
            };
            let found = !claimed.is_empty();
            for job in claimed {
                running.push(self.attempt(job, &body));
            }
            // With work found, look again as soon as one is done; else after a pause.
            tokio::select! {
                () = shutdown.cancelled() => {}
                Some(()) = running.next(), if !running.is_empty() => {}
                () = tokio::time::sleep(POLL_EVERY), if !found || running.len() == RUNNING_MAX => {}
            }
        }
        while running.next().await.is_some() {}
    }

    /// Claims what is due now and runs it to the end. True if there was anything.
    pub async fn run_due<F, Fut>(&self, body: F) -> bool
    where
        F: Fn(Job) -> Fut + Sync,
        Fut: Future<Output = Outcome> + Send,
    {
        let claimed = self.claim(RUNNING_MAX).await;
        let found = !claimed.is_empty();
        let mut running: FuturesUnordered<_> = claimed
            .into_iter()
            .map(|job| self.attempt(job, &body))
            .collect();
        while running.next().await.is_some() {}
        found
    }

    async fn claim(&self, free: usize) -> Vec<ClaimedJob> {
        let now = self.clock.now();
        let limit = u32::try_from(free).unwrap_or(1);
        match jobs::claim(&self.database, &self.node, now, now.plus(LEASE), limit).await {
            Ok(claimed) => claimed,
            Err(error) => {
                tracing::warn!(error = %chain(&error), "can't claim jobs; trying again");
                Vec::new()
            }
        }
    }

    async fn attempt<F, Fut>(&self, claimed: ClaimedJob, body: &F)
    where
        F: Fn(Job) -> Fut,
        Fut: Future<Output = Outcome>,
    {
        let ClaimedJob {
            id,
            kind,
            payload,
            attempt,
            attempts_max,
        } = claimed;
        let mut work = Box::pin(body(Job {
            id,
            kind: kind.clone(),
            attempt,
            payload,
        }));
        let outcome = loop {
            tokio::select! {
                outcome = &mut work => break outcome,
                () = tokio::time::sleep(RENEW_EVERY) => {
                    let until = self.clock.now().plus(LEASE);
                    if let Ok(false) = jobs::renew(&self.database, id, &self.node, until).await {
                        tracing::warn!(%id, kind, "lost the claim on a job; leaving it");
                        return;
                    }
                }
            }
        };
        metrics::counter!("live_jobs_total", "kind" => kind.clone(), "outcome" => name(&outcome))
            .increment(1);
        if let Err(error) = self.note(id, &kind, attempt, attempts_max, outcome).await {
            // The lease ends and the job runs again: bodies are idempotent.
            tracing::error!(%id, kind, error = %chain(&error), "can't note a job's outcome");
        }
    }

    async fn note(
        &self,
        id: JobId,
        kind: &str,
        attempt: u32,
        attempts_max: u32,
        outcome: Outcome,
    ) -> Result<(), DatabaseError> {
        let now = self.clock.now();
        match outcome {
            Outcome::Done => {
                jobs::complete(&self.database, id, &self.node).await?;
            }
            Outcome::Retry(error) if attempt < attempts_max => {
                let pause = self.backoff(attempt);
                tracing::info!(%id, kind, attempt, pause_s = pause.as_secs(), error, "job retries");
                let error = cut(&error);
                jobs::retry(&self.database, id, &self.node, error, now.plus(pause)).await?;
            }
            Outcome::Retry(error) | Outcome::GiveUp(error) => {
                tracing::error!(%id, kind, attempt, error, "job given up");
                jobs::bury(&self.database, id, &self.node, cut(&error), now).await?;
            }
        }
        Ok(())
    }

    /// Doubles with each attempt, plus up to a quarter of it at random, so that many jobs that
    /// failed together don't come back together.
    fn backoff(&self, attempt: u32) -> Duration {
        let doubled = BACKOFF_FIRST.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
        let pause = doubled.min(BACKOFF_MAX);
        let quarter_ms = u64::try_from(pause.as_millis() / 4).unwrap_or(0);
        pause + Duration::from_millis(self.random.below(quarter_ms))
    }
}

const fn name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "done",
        Outcome::Retry(_) => "retry",
        Outcome::GiveUp(_) => "given_up",
    }
}

fn cut(error: &str) -> &str {
    error
        .char_indices()
        .nth(ERROR_CHARS_MAX)
        .map_or(error, |(end, _)| &error[..end])
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}
