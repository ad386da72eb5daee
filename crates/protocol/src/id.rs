//! Identifiers: UUIDv7 (RFC 9562), written as text. A newtype each, so that a stream's id can't
//! be passed where a user's is meant.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// The text given is no UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid id")]
pub struct ParseIdError;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID that was made elsewhere (`live_clock::Ids` makes new ones).
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID itself.
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }

            /// When it was made, as Unix milliseconds (RFC 9562, 5.7). 0 for a UUID of another
            /// version, which the engine doesn't make.
            pub fn made_ms(self) -> i64 {
                self.0.get_timestamp().map_or(0, |at| {
                    let (seconds, nanos) = at.to_unix();
                    i64::try_from(seconds).map_or(0, |s| s * 1_000 + i64::from(nanos / 1_000_000))
                })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self).map_err(|_| ParseIdError)
            }
        }
    )*};
}

id! {
    /// An account.
    UserId
    /// A log-in of a user on one device; the family of its refresh tokens.
    SessionId
    /// A live stream, from its creation to its replay.
    StreamId
    /// A stream key of a streamer.
    StreamKeyId
    /// A comment in a stream's chat.
    CommentId
    /// A job in the durable queue.
    JobId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_its_text() {
        let text = "018f3f5e-7a3c-7000-8000-000000000001";
        let id: StreamId = text.parse().unwrap();
        assert_eq!(id.to_string(), text);
        assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{text}\""));
        assert_eq!("nonsense".parse::<StreamId>(), Err(ParseIdError));
    }

    #[test]
    fn an_id_knows_when_it_was_made() {
        let of = |text: &str| text.parse::<StreamId>().unwrap().made_ms();
        // RFC 9562, A.6.
        assert_eq!(
            of("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"),
            1_645_557_742_000
        );
        assert_eq!(
            of("919108f7-52d1-4320-9bac-f847db4148a8"),
            0,
            "a random one"
        );
    }
}
