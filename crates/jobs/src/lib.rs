//! The durable queue's mechanics: what is queued survives a crash, runs at least once, and is
//! retried with growing pauses until it is given up and shown to admins.
//!
//! The invariant: a job leaves the queue only after its body said so, or after its last attempt.
//! A body may therefore run twice (a worker died after the work and before the note), so bodies
//! are idempotent. No job body lives here; the worker brings them.

mod depth;
mod enqueue;
mod runner;

pub use depth::depth;
pub use enqueue::{JobKind, enqueue};
pub use live_database::jobs::QueueDepth;
pub use runner::{Job, Outcome, Runner};
