//! The database: migrations and all SQL, one module an aggregate.
//!
//! One statement serves SQLite and PostgreSQL through `sqlx::Any`; nobody outside this crate
//! writes SQL, and no call site asks which engine it talks to. Functions take `&mut Tx` when they
//! belong to a transaction of the caller, else `&Database`.
//!
//! SQLite has one writer: write transactions begin with `BEGIN IMMEDIATE` ([`Database::begin`]),
//! so that they wait for their turn at the start instead of failing in the middle.

mod error;
mod pool;
mod row;

pub mod blocks;
pub mod categories;
pub mod comments;
pub mod email_tokens;
pub mod follows;
pub mod jobs;
pub mod reactions;
pub mod samples;
pub mod sessions;
pub mod setup_tokens;
pub mod stream_keys;
pub mod streams;
pub mod users;

pub use error::DatabaseError;
pub use pool::{Database, Tx};
