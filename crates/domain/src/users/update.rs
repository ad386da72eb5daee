use super::{account, find};
use crate::{
    Actor, Domain, Error, Result,
    auth::validate::{display_name_problem, is_invisible},
};
use live_database::users;
use live_protocol::{
    FieldError,
    user::{Account, UpdateProfile},
};

/// Characters of the text about a user.
const BIO_CHARS_MAX: usize = 500;

/// Changes the actor's profile; what is absent stays as it is.
pub async fn update(domain: &Domain, actor: Actor, change: UpdateProfile) -> Result<Account> {
    let mut wrong = Vec::new();
    if let Some(problem) = change
        .display_name
        .as_deref()
        .and_then(display_name_problem)
    {
        wrong.push(FieldError::new("display_name", problem));
    }
    if let Some(problem) = change.bio.as_deref().and_then(bio_problem) {
        wrong.push(FieldError::new("bio", problem));
    }
    if !wrong.is_empty() {
        return Err(Error::fields(wrong));
    }
    let mut user = find::own(domain, actor).await?;
    if let Some(name) = change.display_name {
        name.trim().clone_into(&mut user.display_name);
    }
    if let Some(bio) = change.bio {
        bio.trim().clone_into(&mut user.bio);
    }
    let now = domain.clock.now();
    let (name, bio) = (&user.display_name, &user.bio);
    users::set_profile(&domain.database, user.id, name, bio, now).await?;
    Ok(account(&user))
}

fn bio_problem(bio: &str) -> Option<&'static str> {
    if bio.chars().count() > BIO_CHARS_MAX {
        return Some("must have at most 500 characters");
    }
    bio.chars()
        .any(|char| char != '\n' && is_invisible(char))
        .then_some("must not have control characters")
}
