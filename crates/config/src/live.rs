//! Streams and their statistics.

use serde::{Deserialize, Serialize};

/// Streams and their statistics.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LiveConfig {
    /// Seconds without a heartbeat after which a stream ends (its node died).
    pub heartbeat_timeout_s: u64,
    /// Seconds for which a playback token is valid.
    pub playback_token_s: u64,
    /// Seconds between stored samples of statistics.
    pub sample_interval_s: u64,
    /// Milliseconds in which reactions are gathered before they are sent.
    pub reaction_batch_ms: u64,
    /// Words whose comments are refused, lower case.
    pub blocked_words: Vec<String>,
}

impl Default for LiveConfig {
    fn default() -> Self {
        Self {
            heartbeat_timeout_s: 40,
            playback_token_s: 6 * 3600,
            sample_interval_s: 10,
            reaction_batch_ms: 500,
            blocked_words: Vec::new(),
        }
    }
}
