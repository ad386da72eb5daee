//! What mails say.

use super::MailError;
use lettre::{
    Address, Message,
    message::{
        Body, Mailbox,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};
use live_config::Config;
use live_database::{email_tokens::Purpose, users::User};

/// The mail of a purpose with its link.
pub(super) fn message(
    config: &Config,
    user: &User,
    purpose: Purpose,
    token: &str,
) -> Result<Message, MailError> {
    // The user name, not the display name: that could hold the words of a swindler.
    let (name, site) = (&user.username, config.http.public_url());
    let (subject, text) = match purpose {
        Purpose::ResetPassword => (
            "Set a new password",
            format!(
                "Hello {name},\n\n\
                 someone, probably you, wants a new password for your account. Choose it here \
                 within {}:\n\n{site}/reset-password?token={token}\n\n\
                 If it was not you, do nothing: your password stays as it is.\n",
                span(config.auth.reset_token_s)
            ),
        ),
        Purpose::VerifyEmail => (
            "Confirm your e-mail address",
            format!(
                "Hello {name},\n\n\
                 please confirm that this is your address, within {}:\n\n\
                 {site}/verify-email?token={token}\n\n\
                 If you have no account with us, do nothing.\n",
                span(config.auth.verify_token_s)
            ),
        ),
    };
    let from: Mailbox = config.mail.from.parse().map_err(MailError::Address)?;
    let to: Address = user.email.parse().map_err(MailError::Address)?;
    Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(subject)
        .header(ContentType::TEXT_PLAIN)
        // A reply would reach nobody, and a robot's least of all (RFC 3834).
        .raw_header(auto_generated())
        .body(body(text))
        .map_err(MailError::Build)
}

/// As it stands, so that the link can be copied from the file too: the library would break its long
/// line (quoted-printable), though RFC 5322, section 2.1.1, allows 998 characters. Ours are shorter.
fn body(text: String) -> Body {
    if text.is_ascii() {
        let lines = text.replace('\n', "\r\n").into_bytes();
        Body::dangerous_pre_encoded(lines, ContentTransferEncoding::SevenBit)
    } else {
        Body::new(text)
    }
}

fn auto_generated() -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Auto-Submitted");
    HeaderValue::new(name, "auto-generated".into())
}

/// Seconds as people say it.
fn span(seconds: u64) -> String {
    let (count, unit) = match seconds {
        0..=5_400 => (seconds.div_ceil(60), "minute"),
        5_401..=172_799 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn spans_are_said_in_the_unit_that_fits() {
        assert_eq!(span(60), "1 minute");
        assert_eq!(span(3_600), "60 minutes");
        assert_eq!(span(7_200), "2 hours");
        assert_eq!(span(48 * 3_600), "2 days");
    }
}
