//! Who asks, as extractors.

use crate::{ApiState, refusal::Refusal};
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::{header, request::Parts};
use live_domain::{Actor, auth::Client};
use live_http::ClientAddr;
use live_protocol::ErrorCode;
use std::convert::Infallible;

/// The user whose access token the request carries (`Authorization: Bearer …`, RFC 6750, section
/// 2.1). As `Option<Authenticated>` the header may be missing, but a token that is given must be
/// good.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Authenticated(pub(crate) Actor);

impl FromRequestParts<ApiState> for Authenticated {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Refusal> {
        <Self as OptionalFromRequestParts<ApiState>>::from_request_parts(parts, state)
            .await?
            .ok_or_else(|| ErrorCode::Unauthenticated.into())
    }
}

impl OptionalFromRequestParts<ApiState> for Authenticated {
    type Rejection = Refusal;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &ApiState,
    ) -> Result<Option<Self>, Refusal> {
        let Some(value) = parts.headers.get(header::AUTHORIZATION) else {
            return Ok(None);
        };
        let token = value
            .to_str()
            .ok()
            .and_then(|text| text.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .ok_or(ErrorCode::Unauthenticated)?;
        let actor = state.domain.authenticate(token).await?;
        Ok(Some(Self(actor)))
    }
}

/// The program that asks.
#[derive(Debug, Clone)]
pub(crate) struct AskingClient(pub(crate) Client);

impl<S: Sync> FromRequestParts<S> for AskingClient {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let user_agent = parts
            .headers
            .get(header::USER_AGENT)
            .map(|value| String::from_utf8_lossy(value.as_bytes()))
            .unwrap_or_default();
        let addr = parts.extensions.get::<ClientAddr>().map(|addr| addr.0);
        Ok(Self(Client::new(&user_agent, addr)))
    }
}
