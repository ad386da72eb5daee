use serde::Deserialize;
use utoipa::IntoParams;

/// What lets the caller watch a private stream.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WatchQuery {
    /// A playback token that was shared with the caller.
    pub(crate) token: Option<String>,
}
