//! `/internal/hooks`: what the media services ask `api`. Never public: the shared secret travels
//! in [`SECRET_HEADER`].

use crate::{StreamId, live::Visibility};
use serde::{Deserialize, Serialize};

/// The header that carries the shared secret of the services.
pub const SECRET_HEADER: &str = "x-live-internal-secret";
/// Path of the publish hook.
pub const PUBLISH_PATH: &str = "/internal/hooks/publish";

/// May this encoder publish, and to which stream?
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishRequest {
    /// The stream key as the encoder sent it. A secret: never logged.
    pub stream_key: String,
    /// The encoder's address.
    pub peer: String,
    /// The RTMP application, the path's first part (`live`).
    pub app: String,
    /// The node that asks.
    pub node: String,
}

impl std::fmt::Debug for PublishRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PublishRequest")
            .field("app", &self.app)
            .field("node", &self.node)
            .finish_non_exhaustive()
    }
}

/// Yes: to this stream. A refusal is a problem with a code (`stream_key_invalid`,
/// `account_disabled`, …).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishGrant {
    /// The stream that the key leads to now.
    pub stream_id: StreamId,
    /// Whether watching needs a playback token.
    pub visibility: Visibility,
}
