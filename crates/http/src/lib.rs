//! What every HTTP service of the platform does the same way.
//!
//! - [`Problem`]: every refusal is RFC 9457 problem details with a code of `live_protocol`;
//!   [`status`] is the one table from codes to HTTP statuses, [`problems!`] documents them.
//! - [`Json`], [`Query`], [`Path`]: extractors whose rejections are problems that name the fields.
//! - [`Front`]: the layers of a public listener (request ids, access log, metrics, client
//!   address, security headers, panics). [`api_layers`]: those of a JSON API (body limit,
//!   timeout, CORS, compression).
//! - [`listen()`]: the public port of a service that is a process of its own.
//! - [`RateLimit`]: limits by client address or by user.

pub mod access;
pub mod client_addr;
pub mod cors;
pub mod extract;
pub mod front;
pub mod internal;
pub mod listen;
pub mod openapi;
pub mod problem;
pub mod rate_limit;
pub mod request_id;
pub mod security;
pub mod status;
pub mod timeout;

pub use client_addr::{ClientAddr, TrustedProxies};
pub use extract::{Json, Path, Query};
pub use front::{Front, api_layers};
pub use internal::InternalOnly;
pub use listen::listen;
pub use problem::Problem;
pub use rate_limit::{RateLimit, UserKey};

#[doc(hidden)]
pub use {live_protocol, utoipa};
