//! What names, addresses and passwords must look like. All wrong fields are told at once.

use crate::{Error, Result};
use live_protocol::{FieldError, auth::Register, user::Role};
use std::str::FromStr;

/// Characters of a user name.
const USERNAME_CHARS: std::ops::RangeInclusive<usize> = 3..=30;
/// Octets of an e-mail address at most (RFC 5321, section 4.5.3.1.3, less its brackets).
const EMAIL_BYTES_MAX: usize = 254;
/// Characters of a password.
const PASSWORD_CHARS: std::ops::RangeInclusive<usize> = 10..=128;
/// Characters of the name that people see.
const DISPLAY_NAME_CHARS_MAX: usize = 50;
/// User names that would be taken for the platform's own. An admin may have one.
const RESERVED: &[&str] = &[
    "admin",
    "administrator",
    "moderator",
    "official",
    "root",
    "staff",
    "support",
    "system",
];

/// The fields of a registration, checked and in the form in which they are stored.
pub(super) struct Registration {
    pub(super) username: String,
    pub(super) email: String,
    pub(super) password: String,
    pub(super) display_name: String,
}

/// Checks a registration.
pub(super) fn registration(register: Register, role: Role) -> Result<Registration> {
    let email = register.email.trim().to_lowercase();
    let username = register.username;
    let display_name = register.display_name.unwrap_or_else(|| username.clone());
    let mut wrong = Vec::new();
    check(&mut wrong, "username", username_problem(&username, role));
    check(&mut wrong, "email", email_problem(&email));
    check(&mut wrong, "password", password_problem(&register.password));
    check(
        &mut wrong,
        "display_name",
        display_name_problem(&display_name),
    );
    if wrong.is_empty() {
        Ok(Registration {
            username,
            email,
            password: register.password,
            display_name: display_name.trim().to_owned(),
        })
    } else {
        Err(Error::fields(wrong))
    }
}

fn check(wrong: &mut Vec<FieldError>, field: &str, problem: Option<&str>) {
    wrong.extend(problem.map(|problem| FieldError::new(field, problem)));
}

/// Whether someone can have this user name at all.
pub(crate) fn is_username(name: &str) -> bool {
    username_problem(name, Role::Admin).is_none()
}

/// Whether someone can have this e-mail address at all, in the form in which it is stored.
pub(super) fn is_email(email: &str) -> bool {
    email_problem(email).is_none()
}

fn username_problem(username: &str, role: Role) -> Option<&'static str> {
    let letters = username
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !letters || !username.starts_with(|first: char| first.is_ascii_lowercase()) {
        return Some("must be lower-case letters, digits and `_`, beginning with a letter");
    }
    if !USERNAME_CHARS.contains(&username.len()) {
        return Some("must have 3 to 30 characters");
    }
    (role < Role::Admin && RESERVED.contains(&username)).then_some("is reserved")
}

fn email_problem(email: &str) -> Option<&'static str> {
    if email.len() > EMAIL_BYTES_MAX {
        return Some("must have at most 254 characters");
    }
    lettre::Address::from_str(email)
        .is_err()
        .then_some("is no e-mail address")
}

/// An e-mail address in the form in which it is stored.
pub(super) fn email(text: &str) -> Result<String> {
    let email = text.trim().to_lowercase();
    match email_problem(&email) {
        None => Ok(email),
        Some(problem) => Err(Error::field("email", problem)),
    }
}

/// What is wrong with a new password.
pub(super) fn password_problem(password: &str) -> Option<&'static str> {
    let chars = password.chars().count();
    (!PASSWORD_CHARS.contains(&chars)).then_some("must have 10 to 128 characters")
}

/// What is wrong with a name that people see. It is stored trimmed.
pub(crate) fn display_name_problem(name: &str) -> Option<&'static str> {
    if name.trim().is_empty() || name.chars().count() > DISPLAY_NAME_CHARS_MAX {
        return Some("must have 1 to 50 characters");
    }
    name.chars()
        .any(is_invisible)
        .then_some("must not have control characters")
}

/// Control characters, and those that turn or hide the text around them.
pub(crate) fn is_invisible(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(register: Register, role: Role) -> Vec<String> {
        registration(register, role)
            .err()
            .map_or_else(Vec::new, |error| {
                let fields = error.field_errors().iter();
                fields.map(|field| field.field.clone()).collect()
            })
    }

    fn good() -> Register {
        Register {
            username: "ada_1".into(),
            email: "Ada@Example.com ".into(),
            password: "correct horse".into(),
            display_name: None,
            setup_token: None,
        }
    }

    #[test]
    fn a_good_one_is_stored_in_its_plain_form() {
        let stored = registration(good(), Role::User).ok().unwrap();
        assert_eq!(stored.email, "ada@example.com");
        assert_eq!(stored.display_name, "ada_1");
    }

    #[test]
    fn all_wrong_fields_are_told_at_once() {
        let register = Register {
            username: "Ada".into(),
            email: "ada".into(),
            password: "short".into(),
            display_name: Some("\u{202E}evil".into()),
            setup_token: None,
        };
        let fields = wrong(register, Role::User);
        assert_eq!(fields, ["username", "email", "password", "display_name"]);
    }

    #[test]
    fn names_have_bounds() {
        for bad in [
            "ab",
            "_ab",
            "1ab",
            "a-b",
            "é__",
            &"a".repeat(31),
            "admin",
            "",
        ] {
            let register = Register {
                username: bad.into(),
                display_name: Some("x".into()),
                ..good()
            };
            assert_eq!(wrong(register, Role::User), ["username"], "{bad}");
        }
        let register = Register {
            username: "admin".into(),
            ..good()
        };
        assert!(wrong(register, Role::Admin).is_empty());
        let long = format!("{}@example.com", "a".repeat(250));
        for bad in ["", "a b@example.com", "@example.com", "a@", "a@b@c", &long] {
            let register = Register {
                email: bad.into(),
                ..good()
            };
            assert_eq!(wrong(register, Role::User), ["email"], "{bad}");
        }
    }
}
