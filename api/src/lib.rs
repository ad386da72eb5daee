//! The REST API: `/api/...`, its OpenAPI document, and the hooks that the media services ask.
//!
//! Handlers are thin: they take a request apart, call one function of `live_domain` and render its
//! answer. Every operation is documented where it is written (`#[utoipa::path]`), so that
//! [`openapi`] can't forget one; `docs/openapi.json` is that document.
//!
//! The embedded engine merges [`router`] into its front door; the fleet's process is [`run`].

mod authenticated;
mod document;
mod picture;
mod refusal;
mod routes;
mod state;

pub use document::openapi;
pub use state::ApiState;

use axum::Router;
use live_domain::Domain;
use live_http::{RateLimit, api_layers};
use live_service::{Service, Shutdown};

/// All routes with the limits and layers of an API, without those of a listener (`Front`) and
/// without a fallback. `shutdown` owns the tasks of its limits.
pub fn router(state: ApiState, shutdown: &Shutdown) -> Router {
    let limits = &state.domain.config.limits;
    let all = RateLimit::per_second(limits.api_per_second, limits.api_burst).by_addr(shutdown);
    let auth = RateLimit::per_minute(limits.auth_per_minute, limits.auth_burst).by_addr(shutdown);
    let (documented, document) =
        routes::documented(limits, |doors| doors.layer(auth)).split_for_parts();
    let public = documented.merge(document::router(&document)).layer(all);
    let public = public.merge(routes::media::router());
    // The media services ask as often as they must: no limit by address there.
    let router = public.merge(routes::internal::router());
    api_layers(router, &state.domain.config).with_state(state)
}

/// Runs the API as a process of its own: connects, binds `http.addr`, serves.
///
/// # Errors
/// If the database or the bus can't be reached, or the address can't be bound.
pub async fn run(service: Service) -> anyhow::Result<()> {
    service.require_shared_bus()?;
    let domain = Domain::of_service(&service).await?;
    live_http::listen(&service, router(ApiState::new(domain), &service.shutdown)).await
}
