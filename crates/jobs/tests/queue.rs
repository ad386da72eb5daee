//! The queue on both engines.

use live_clock::{Clock, Random};
use live_config::{Config, Secret};
use live_database::{Database, jobs};
use live_jobs::{Job, JobKind, Outcome, Runner, enqueue};
use live_protocol::Timestamp;
use live_testing::postgres_url;
use serde::{Deserialize, Serialize};
use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

#[derive(Serialize, Deserialize)]
struct Greet {
    name: String,
}

impl JobKind for Greet {
    const KIND: &'static str = "greet";
    const ATTEMPTS_MAX: u32 = 3;

    fn dedup_key(&self) -> Option<String> {
        Some(self.name.clone())
    }
}

struct Queue {
    database: Database,
    clock: Clock,
    random: Random,
    _dir: tempfile::TempDir,
}

impl Queue {
    async fn on_both() -> [Self; 2] {
        [
            Self::new(None).await,
            Self::new(Some(Secret::new(postgres_url()))).await,
        ]
    }

    async fn new(url: Option<Secret>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut config = Config::for_testing(dir.path());
        config.database.url = url;
        Self {
            database: Database::connect(&config).await.unwrap(),
            clock: Clock::fake(Timestamp::from_ms(1_000_000)),
            random: Random::seeded(7),
            _dir: dir,
        }
    }

    async fn add(&self, name: &str) -> bool {
        let now = self.clock.now();
        let mut tx = self.database.begin().await.unwrap();
        let job = Greet { name: name.into() };
        let added = enqueue(&mut tx, &self.random, now, now, &job)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        added
    }

    fn runner(&self, node: &str) -> Runner {
        Runner::new(
            self.database.clone(),
            self.clock.clone(),
            self.random.clone(),
            node.into(),
        )
    }

    async fn depth(&self) -> jobs::QueueDepth {
        jobs::depth(&self.database, self.clock.now()).await.unwrap()
    }
}

#[tokio::test]
async fn a_job_runs_once_and_its_key_is_free_again() {
    for queue in Queue::on_both().await {
        assert!(queue.add("ada").await);
        assert!(!queue.add("ada").await, "queued already");
        let greeted = AtomicU32::new(0);
        let body = |job: Job| {
            assert_eq!(job.payload::<Greet>().unwrap().name, "ada");
            greeted.fetch_add(1, Ordering::Relaxed);
            async { Outcome::Done }
        };
        assert!(queue.runner("a").run_due(body).await);
        assert!(!queue.runner("a").run_due(body).await);
        assert_eq!(greeted.load(Ordering::Relaxed), 1);
        assert!(queue.add("ada").await);
    }
}

#[tokio::test]
async fn a_failing_job_is_retried_later_and_then_given_up() {
    for queue in Queue::on_both().await {
        queue.add("ada").await;
        let attempts = AtomicU32::new(0);
        let body = |job: Job| {
            assert_eq!(job.attempt, attempts.fetch_add(1, Ordering::Relaxed) + 1);
            async { Outcome::Retry("no answer".into()) }
        };
        let runner = queue.runner("a");
        assert!(runner.run_due(body).await);
        assert!(!runner.run_due(body).await, "only after a pause");
        for _ in 0..2 {
            queue.clock.advance(Duration::from_secs(60));
            assert!(runner.run_due(body).await);
        }
        queue.clock.advance(Duration::from_secs(3_600));
        assert!(!runner.run_due(body).await);
        assert_eq!(queue.depth().await, jobs::QueueDepth { due: 0, dead: 1 });
    }
}

#[tokio::test]
async fn a_job_of_a_dead_worker_is_taken_over() {
    for queue in Queue::on_both().await {
        queue.add("ada").await;
        let now = queue.clock.now();
        let lease = now.plus(Duration::from_secs(60));
        let claimed = jobs::claim(&queue.database, "dead", now, lease, 8)
            .await
            .unwrap();
        assert_eq!(claimed.len(), 1);
        let body = |_: Job| async { Outcome::Done };
        assert!(!queue.runner("b").run_due(body).await, "the lease holds");
        queue.clock.advance(Duration::from_secs(61));
        assert!(queue.runner("b").run_due(body).await);
        // The dead one's late note changes nothing.
        assert!(
            !jobs::complete(&queue.database, claimed[0].id, "dead")
                .await
                .unwrap()
        );
    }
}

#[tokio::test]
async fn many_workers_share_the_work_and_none_runs_twice() {
    for queue in Queue::on_both().await {
        for number in 0..60 {
            queue.add(&format!("guest {number}")).await;
        }
        let greeted = parking_lot::Mutex::new(Vec::new());
        let workers = (0..6).map(|number| {
            let runner = queue.runner(&format!("worker {number}"));
            let greeted = &greeted;
            async move {
                let body = |job: Job| async move {
                    greeted.lock().push(job.payload::<Greet>().unwrap().name);
                    Outcome::Done
                };
                while runner.run_due(body).await {}
            }
        });
        futures::future::join_all(workers).await;
        let mut names = greeted.into_inner();
        assert_eq!(names.len(), 60);
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 60);
    }
}

#[tokio::test]
async fn a_running_queue_picks_up_work_and_drains() {
    for queue in Queue::on_both().await {
        let shutdown = tokio_util::sync::CancellationToken::new();
        let runner = queue.runner("a");
        let body = |_: Job| {
            shutdown.cancel();
            async { Outcome::Done }
        };
        let (added, ()) = tokio::join!(queue.add("ada"), runner.run(body, shutdown.clone()));
        assert!(added);
        assert_eq!(queue.depth().await, jobs::QueueDepth::default());
        assert!(queue.add("ada").await, "it left the queue");
    }
}
