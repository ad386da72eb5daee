//! What tests stand on: private servers that start on free ports and go with the test process,
//! waiting for conditions instead of sleeping, and (feature `app`) a whole engine. For tests only.

#[cfg(feature = "app")]
mod app;
mod postgres;
mod redis;
mod scratch;
mod wait;

#[cfg(feature = "app")]
pub use app::{TestApp, TestAppBuilder, TestUser, good, refused};
pub use postgres::postgres_url;
pub use redis::RedisServer;
pub use scratch::scratch_dir;
pub use wait::{WAIT_MAX, wait_for};
