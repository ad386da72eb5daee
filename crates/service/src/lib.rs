//! What every binary starts with: a life with a clean end, logs, metrics and health.
//!
//! A binary is [`start::run`] and a closure. The closure gets a [`Service`]: it binds its
//! listeners, spawns its tasks on [`Shutdown`], registers what it depends on with [`Health`] and
//! returns; the process lives until a signal comes or one of its service tasks ends by itself.

pub mod health;
pub mod lifecycle;
pub mod metrics;
pub mod ops;
pub mod serve;
pub mod start;
pub mod telemetry;

pub use health::Health;
pub use lifecycle::{Lifecycle, Shutdown};
pub use serve::{ServeLimits, serve};
pub use start::Service;
