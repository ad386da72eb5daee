//! Why a codec record or a setting was refused.

/// The stable part of an [`HlsError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HlsErrorCode {
    /// The codec record is cut short, contradicts itself or is larger than any real one.
    RecordInvalid,
    /// The record is well-formed, but this profile or layout can't be carried in CMAF by us.
    CodecUnsupported,
    /// Configurations of the packager that can't be kept.
    ConfigInvalid,
}

impl HlsErrorCode {
    /// The code as text, for logs and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RecordInvalid => "record_invalid",
            Self::CodecUnsupported => "codec_unsupported",
            Self::ConfigInvalid => "config_invalid",
        }
    }
}

/// A refusal with its code and the place at which reading stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {what}", code.as_str())]
pub struct HlsError {
    /// The stable part.
    pub code: HlsErrorCode,
    /// What was wrong, for a person; never holds bytes of the input.
    pub what: &'static str,
}

impl HlsError {
    pub(crate) const fn record(what: &'static str) -> Self {
        Self {
            code: HlsErrorCode::RecordInvalid,
            what,
        }
    }

    pub(crate) const fn unsupported(what: &'static str) -> Self {
        Self {
            code: HlsErrorCode::CodecUnsupported,
            what,
        }
    }

    pub(crate) const fn config(what: &'static str) -> Self {
        Self {
            code: HlsErrorCode::ConfigInvalid,
            what,
        }
    }
}
