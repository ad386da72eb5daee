//! What all parts of this service share.

use crate::{
    ingest::{Desk, PublishHook, Slots},
    origin::{Elsewhere, Origin, Streams},
};
use live_bus::Bus;
use live_clock::Clock;
use live_config::{Config, Secrets};
use live_hls::HlsError;
use live_service::Shutdown;
use std::sync::Arc;

/// The service can't start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The packager can't keep the configuration.
    #[error("configuration: hls")]
    Hls(#[from] HlsError),
    /// The client that asks `api` can't be made.
    #[error("can't make an HTTP client")]
    Client(#[from] reqwest::Error),
}

/// What all parts of this service share. Cheap to clone.
#[derive(Clone)]
pub struct Context {
    /// The configuration.
    pub config: Arc<Config>,
    /// The secrets.
    pub secrets: Arc<Secrets>,
    /// The bus.
    pub bus: Bus,
    /// The time.
    pub clock: Clock,
    /// Owns the tasks.
    pub shutdown: Shutdown,
    /// The streams that this node has.
    pub streams: Arc<Streams>,
    pub(crate) desk: Desk,
    pub(crate) hook: PublishHook,
    pub(crate) slots: Slots,
}

impl Context {
    /// What the service needs, before anything runs.
    ///
    /// # Errors
    /// If the configuration can't be kept.
    pub fn new(
        config: Arc<Config>,
        secrets: Arc<Secrets>,
        bus: Bus,
        clock: Clock,
        shutdown: Shutdown,
    ) -> Result<Self, StartError> {
        let streams = Streams::new(&config.hls, clock.clone())?;
        let hook = PublishHook::new(&config, &secrets)?;
        Ok(Self {
            desk: Desk::default(),
            slots: Slots::new(&config.rtmp),
            config,
            secrets,
            bus,
            clock,
            shutdown,
            streams,
            hook,
        })
    }

    /// What players ask. In a fleet it asks other nodes for streams that are not here.
    ///
    /// # Errors
    /// If the client that asks them can't be made.
    pub fn origin(&self) -> Result<Origin, StartError> {
        let elsewhere = Elsewhere::new(self.bus.clone(), self.advertised_url())?;
        Ok(Origin::new(
            Arc::clone(&self.streams),
            &self.secrets.playback_key,
            self.clock.clone(),
            Some(elsewhere),
            self.shutdown.soft().clone(),
        ))
    }

    /// Where other nodes reach this one's origin: the value of the lease on a stream.
    pub(crate) fn advertised_url(&self) -> String {
        let services = &self.config.services;
        services
            .advertised_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", self.config.http.addr))
    }

    /// This node's name in events.
    pub(crate) fn node(&self) -> String {
        self.config.services.node()
    }
}
