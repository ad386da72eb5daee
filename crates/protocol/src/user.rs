//! `/api/users`: accounts and public profiles.

use crate::{Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// What an account may do. Each role may do what the ones before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Watches, talks, streams.
    User,
    /// Also keeps order in every stream.
    Moderator,
    /// Also runs the platform.
    Admin,
}

impl Role {
    /// The role's name, as stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
        }
    }

    /// The role of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::User, Self::Moderator, Self::Admin]
            .into_iter()
            .find(|role| role.as_str() == name)
    }
}

/// The caller's own account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Account {
    /// The user's id.
    pub id: UserId,
    /// Unique, lower case; the name in addresses.
    pub username: String,
    /// The name that people see.
    pub display_name: String,
    /// About the user; may be empty.
    pub bio: String,
    /// Path of the picture, or null.
    pub avatar_url: Option<String>,
    /// The e-mail address.
    pub email: String,
    /// Whether the address was confirmed.
    pub email_verified: bool,
    /// What the account may do.
    pub role: Role,
    /// When the account was made.
    pub created_at: Timestamp,
}

/// A user as shown beside a comment or a stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct UserSummary {
    /// The user's id.
    pub id: UserId,
    /// The name in addresses.
    pub username: String,
    /// The name that people see.
    pub display_name: String,
    /// Path of the picture, or null.
    pub avatar_url: Option<String>,
}

/// A user's public page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Profile {
    /// The user's id.
    pub id: UserId,
    /// The name in addresses.
    pub username: String,
    /// The name that people see.
    pub display_name: String,
    /// About the user; may be empty.
    pub bio: String,
    /// Path of the picture, or null.
    pub avatar_url: Option<String>,
    /// How many follow this user.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub followers: i64,
    /// How many this user follows.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub following: i64,
    /// Whether the caller follows this user.
    pub followed_by_me: bool,
    /// Whether the caller blocks this user.
    pub blocked_by_me: bool,
    /// When the account was made.
    pub created_at: Timestamp,
}

/// Change one's profile; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct UpdateProfile {
    /// 1 to 50 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 50))]
    pub display_name: Option<String>,
    /// At most 500 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub bio: Option<String>,
}

/// Change what a user may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SetRole {
    /// The role from now on.
    pub role: Role,
}
