//! A refusal by the server or the SDK, and what to tell people about it.

use live_protocol::FieldError;
use live_ui::format;
use serde::Deserialize;

/// What went wrong. `code` is one of `live_protocol::ErrorCode` or of the SDK's own.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Failure {
    /// Stable, for decisions.
    pub(crate) code: String,
    /// The server's words.
    pub(crate) message: String,
    /// The fields that were wrong.
    #[serde(default)]
    pub(crate) fields: Vec<FieldError>,
    /// Seconds after which it may work.
    #[serde(default)]
    pub(crate) retry_after_s: Option<f64>,
    /// To find the request in the logs.
    #[serde(default)]
    pub(crate) request_id: Option<String>,
}

impl Failure {
    /// One that was found on this side.
    pub(crate) fn of(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            message: String::new(),
            fields: Vec::new(),
            retry_after_s: None,
            request_id: None,
        }
    }

    /// Whether it has that code.
    pub(crate) fn is(&self, code: &str) -> bool {
        self.code == code
    }

    /// What was wrong with that field.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let found = self.fields.iter().find(|each| each.field == name)?;
        Some(sentence(&found.message))
    }

    /// Why a session ended, to the one whose it was.
    pub(crate) fn ended_text(&self) -> String {
        match self.code.as_str() {
            "refresh_reused" | "account_disabled" => self.text(),
            "refresh_invalid" => "Your session has expired.".into(),
            _ => format!("You were logged out. {}", sentence(&self.message)),
        }
    }

    /// What to tell, with what to do about it where we know it.
    pub(crate) fn text(&self) -> String {
        match self.code.as_str() {
            "offline" => "The server can't be reached. Check your connection and try again.".into(),
            "timeout" => "The server took too long to answer. Try again.".into(),
            "unavailable" => "This isn't available right now. Try again in a moment.".into(),
            "rate_limited" => match self.retry_after_s {
                Some(s) if s >= 1.0 => {
                    format!(
                        "That was a bit fast. Try again in {}.",
                        format::span(ceil(s))
                    )
                }
                _ => "That was a bit fast. Try again in a moment.".into(),
            },
            "unauthenticated" | "refresh_invalid" => "Log in to do this.".into(),
            "refresh_reused" => {
                "You were logged out, for your session was used elsewhere. Log in again.".into()
            }
            "forbidden" => "You may not do this.".into(),
            "bad_credentials" => {
                "That name and password don't match an account. Check both and try again.".into()
            }
            "account_disabled" => {
                "This account is disabled. Ask the people who run this platform.".into()
            }
            "token_invalid" => {
                "This link was used already or has expired. Ask for a new one.".into()
            }
            "stream_already_open" => {
                "You have a stream that isn't over. End it before you start another.".into()
            }
            "stream_ended" => "This stream has ended.".into(),
            "blocked" => "Not possible: one of you blocks the other.".into(),
            "image_invalid" => {
                "This picture can't be used. Choose a PNG, JPEG, WebP or GIF of up to 8 MB.".into()
            }
            "body_too_large" => "This is too large.".into(),
            "internal" | "bad_response" => match &self.request_id {
                Some(id) => format!("Something went wrong on our side. Report it with {id}."),
                None => "Something went wrong on our side. Try again.".into(),
            },
            _ => sentence(&self.message),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "seconds of a retry header")]
fn ceil(seconds: f64) -> i64 {
    seconds.ceil() as i64
}

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.trim().chars();
    let mut whole: String = chars
        .next()
        .map(|c| c.to_uppercase().collect())
        .unwrap_or_default();
    whole.push_str(chars.as_str());
    if !whole.ends_with(['.', '!', '?']) {
        whole.push('.');
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(code: &str) -> Failure {
        Failure {
            code: code.into(),
            message: "this user name is taken".into(),
            fields: vec![FieldError::new("username", "must begin with a letter")],
            retry_after_s: Some(2.2),
            request_id: None,
        }
    }

    #[test]
    fn fields_and_codes_become_sentences() {
        assert_eq!(
            failure("invalid_request").field("username").as_deref(),
            Some("Must begin with a letter.")
        );
        assert_eq!(failure("username_taken").text(), "This user name is taken.");
        assert_eq!(
            failure("rate_limited").text(),
            "That was a bit fast. Try again in 3 s."
        );
    }
}
