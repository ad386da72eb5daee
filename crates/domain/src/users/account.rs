use crate::picture::PictureKind;
use live_database::users::User;
use live_protocol::user::Account;

/// The address of a user's picture, from its stored file name.
pub(crate) fn avatar_url(file: Option<&str>) -> Option<String> {
    file.map(|file| PictureKind::Avatar.url(file))
}

/// An account as its owner sees it.
pub(crate) fn account(user: &User) -> Account {
    Account {
        id: user.id,
        username: user.username.clone(),
        display_name: user.display_name.clone(),
        bio: user.bio.clone(),
        avatar_url: avatar_url(user.avatar.as_deref()),
        email: user.email.clone(),
        email_verified: user.email_verified_at.is_some(),
        role: user.role,
        created_at: user.created_at,
    }
}
