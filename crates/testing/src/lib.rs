//! What tests stand on: private servers that start on free ports and go with the test process,
//! and waiting for conditions instead of sleeping. For tests only.

mod postgres;
mod redis;
mod scratch;
mod wait;

pub use postgres::postgres_url;
pub use redis::RedisServer;
pub use scratch::scratch_dir;
pub use wait::{WAIT_MAX, wait_for};
