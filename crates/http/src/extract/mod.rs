//! Extractors whose rejections are problems that name the fields that are wrong.

mod json;
mod multipart;
mod nul;
mod path;
mod query;

pub use json::Json;
pub use path::Path;
pub use query::Query;

use crate::Problem;
use axum::extract::rejection::BytesRejection;
use live_protocol::ErrorCode;

/// A body that could not be read whole.
fn body_problem(rejection: &BytesRejection) -> Problem {
    if rejection.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
        Problem::new(ErrorCode::BodyTooLarge)
    } else {
        Problem::new(ErrorCode::InvalidRequest).detail("The body could not be read.")
    }
}

/// What `serde` says at `path`, as a problem that names the field. `serde` names a missing or
/// unknown field in its text only. `whole` is the name of what holds the fields.
fn field_problem(path: &serde_path_to_error::Path, message: &str, whole: &str) -> Problem {
    let parent = path.to_string();
    let parent = if parent == "." { "" } else { &parent };
    for (beginning, says) in [
        ("missing field `", "is missing"),
        ("unknown field `", "is unknown"),
        ("duplicate field `", "is given twice"),
    ] {
        let name = message
            .strip_prefix(beginning)
            .and_then(|rest| rest.split_once('`'));
        if let Some((name, _)) = name {
            // An unknown field's path already ends in its name.
            let base = parent.strip_suffix(name).unwrap_or(parent);
            let base = base.trim_end_matches('.');
            let dot = if base.is_empty() { "" } else { "." };
            return Problem::invalid(format!("{base}{dot}{name}"), says);
        }
    }
    let field = if parent.is_empty() { whole } else { parent };
    Problem::invalid(field, message)
}
