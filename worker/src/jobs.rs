//! The bodies of the durable queue's jobs. A body may run twice, so each is idempotent, or twice
//! does no harm.

use live_domain::{
    Domain,
    mail::{self, AccountMail},
};
use live_jobs::{Job, JobKind, Outcome, Runner};
use tokio_util::sync::CancellationToken;

/// Runs jobs until `soft`, then finishes those that run.
pub(crate) async fn run(
    domain: Domain,
    node: String,
    soft: CancellationToken,
) -> anyhow::Result<()> {
    let (clock, random) = (domain.clock.clone(), domain.random.clone());
    let runner = Runner::new(domain.database.clone(), clock, random, node);
    runner.run(|job| body(domain.clone(), job), soft).await;
    Ok(())
}

async fn body(domain: Domain, job: Job) -> Outcome {
    match job.kind.as_str() {
        AccountMail::KIND => account_mail(&domain, &job).await,
        // Queued by a newer version: a newer worker will take it.
        unknown => Outcome::Retry(format!("this version knows no job `{unknown}`")),
    }
}

async fn account_mail(domain: &Domain, job: &Job) -> Outcome {
    let mail = match job.payload::<AccountMail>() {
        Ok(mail) => mail,
        Err(error) => return Outcome::GiveUp(format!("the job can't be read: {error}")),
    };
    match mail::deliver(domain, &mail, job.attempt).await {
        Ok(()) => Outcome::Done,
        Err(error) if error.is_final() => Outcome::GiveUp(chain(&error)),
        Err(error) => Outcome::Retry(chain(&error)),
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
