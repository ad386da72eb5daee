//! The character NUL (U+0000) is refused wherever text comes in: PostgreSQL can't hold it in text,
//! and none of ours has a use for it.

use crate::Problem;

/// Refuses a path or query that holds a NUL. `whole` names which.
pub(super) fn refuse_in_uri(text: &str, whole: &str) -> Result<(), Problem> {
    if text.contains("%00") {
        return Err(problem(whole));
    }
    Ok(())
}

/// Refuses a JSON text with a NUL in a string or a key. A raw one is no JSON, so only the escaped
/// one is looked for.
pub(super) fn refuse_in_json(body: &[u8]) -> Result<(), Problem> {
    let mut rest = body;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        rest = &rest[at + 1..];
        if rest.starts_with(b"u0000") {
            return Err(problem("body"));
        }
        // What is escaped is no backslash that escapes.
        rest = rest.get(1..).unwrap_or_default();
    }
    Ok(())
}

fn problem(whole: &str) -> Problem {
    Problem::invalid(whole, "must not hold the character NUL")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_nul_is_refused() {
        for bad in [r#"{"a":"\u0000"}"#, r#"{"\\\u0000":1}"#, r#"["\"\u0000"#] {
            assert!(refuse_in_json(bad.as_bytes()).is_err(), "{bad}");
        }
        for good in [r#"{"a":"\\u0000"}"#, r#""\u00e5\u0001""#, r"\", "u0000"] {
            assert!(refuse_in_json(good.as_bytes()).is_ok(), "{good}");
        }
        assert!(refuse_in_uri("/a%00", "path").is_err());
        assert!(refuse_in_uri("/a%01%20", "path").is_ok());
    }
}
