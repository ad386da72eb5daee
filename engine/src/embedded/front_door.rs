//! Everything that is reached over the engine's one HTTP port.

use super::web;
use axum::Router;
use live_api::ApiState;
use live_domain::Domain;
use live_http::Front;
use live_service::Service;

/// The routes of all services, health for whoever asks, and the pages for the rest.
pub(super) fn router(
    service: &Service,
    domain: &Domain,
    rtmp: &live_rtmp_server::Context,
) -> anyhow::Result<Router> {
    let router = Router::new()
        .merge(service.health.public_router())
        .merge(live_api::router(
            ApiState::new(domain.clone()),
            &service.shutdown,
        ))
        .merge(live_rtmp_server::router(rtmp)?)
        .merge(live_signaling_server::router(
            domain.clone(),
            &service.shutdown,
        ))
        .fallback_service(web::service(&service.config.http.web_dir));
    Ok(Front::new(&service.config.http)?.wrap(router))
}
