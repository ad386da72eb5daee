//! Routes that only our own services may call.

use crate::Problem;
use axum::extract::FromRequestParts;
use http::request::Parts;
use live_config::Secret;
use live_protocol::{ErrorCode, hooks::SECRET_HEADER};
use subtle::ConstantTimeEq;

/// Extracted only from a request that carries the services' shared secret; others are answered
/// `not_found`, as if the route were not there. The state must hand out the secret by
/// [`axum::extract::FromRef`].
#[derive(Debug, Clone, Copy)]
pub struct InternalOnly;

/// The services' shared secret, as the state of a router hands it out.
#[derive(Debug, Clone)]
pub struct InternalSecret(pub Secret);

impl<S> FromRequestParts<S> for InternalOnly
where
    InternalSecret: axum::extract::FromRef<S>,
    S: Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let InternalSecret(secret) = axum::extract::FromRef::from_ref(state);
        let given = parts
            .headers
            .get(SECRET_HEADER)
            .map_or(&[][..], http::HeaderValue::as_bytes);
        // Compared in constant time: the time taken tells nothing of the secret but its length.
        if bool::from(given.ct_eq(secret.reveal().as_bytes())) {
            Ok(Self)
        } else {
            Err(Problem::new(ErrorCode::NotFound))
        }
    }
}
