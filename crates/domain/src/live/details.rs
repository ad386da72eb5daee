//! What a streamer says of a stream, checked.

use crate::{Domain, Error, Result};
use live_database::{categories, streams::StreamDetails};
use live_protocol::{FieldError, live::CreateStream};

/// Characters of a title at most.
const TITLE_CHARS_MAX: usize = 120;
/// Characters of a description at most.
const DESCRIPTION_CHARS_MAX: usize = 2_000;
/// Tags of a stream at most.
const TAGS_MAX: usize = 10;
/// Characters of a tag at most.
const TAG_CHARS_MAX: usize = 30;

/// The details as they are stored; `invalid_request` names every field that is wrong.
pub(super) async fn checked(domain: &Domain, wanted: CreateStream) -> Result<StreamDetails> {
    let mut wrong = Vec::new();
    let title = title(&wanted.title, &mut wrong);
    let description = description(&wanted.description, &mut wrong);
    let tags = tags(&wanted.tags, &mut wrong);
    if let Some(slug) = &wanted.category
        && !categories::exists(&domain.database, slug).await?
    {
        wrong.push(FieldError::new("category", "There is no such category"));
    }
    if !wrong.is_empty() {
        return Err(Error::fields(wrong));
    }
    Ok(StreamDetails {
        title,
        description,
        category: wanted.category,
        tags,
        visibility: wanted.visibility,
    })
}

/// One line.
fn title(text: &str, wrong: &mut Vec<FieldError>) -> String {
    let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let title: String = title.chars().filter(|char| !char.is_control()).collect();
    if title.is_empty() || title.chars().count() > TITLE_CHARS_MAX {
        wrong.push(FieldError::new("title", "1 to 120 characters are needed"));
    }
    title
}

/// Several lines; other control characters are dropped.
fn description(text: &str, wrong: &mut Vec<FieldError>) -> String {
    let kept = |char: &char| !char.is_control() || *char == '\n';
    let description: String = text.trim().chars().filter(kept).collect();
    if description.chars().count() > DESCRIPTION_CHARS_MAX {
        wrong.push(FieldError::new("description", "At most 2,000 characters"));
    }
    description
}

/// Lower case, without `#` and white space around, each once.
fn tags(given: &[String], wrong: &mut Vec<FieldError>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    if given.len() > TAGS_MAX {
        wrong.push(FieldError::new("tags", "At most 10 tags"));
        return tags;
    }
    for text in given {
        let tag = text.trim().trim_start_matches('#').to_lowercase();
        let good = (1..=TAG_CHARS_MAX).contains(&tag.chars().count())
            && !tag.chars().any(char::is_control);
        if !good {
            wrong.push(FieldError::new("tags", "A tag has 1 to 30 characters"));
            return tags;
        }
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line_of_at_most_120_characters() {
        let mut wrong = Vec::new();
        assert_eq!(title("  Good \n morning ", &mut wrong), "Good morning");
        assert_eq!(title(&"é".repeat(120), &mut wrong).chars().count(), 120);
        assert!(wrong.is_empty());
        title(" \u{0} ", &mut wrong);
        title(&"x".repeat(121), &mut wrong);
        assert_eq!(wrong.len(), 2);
    }

    #[test]
    fn tags_are_lower_case_and_unique() {
        let mut wrong = Vec::new();
        let given = ["#Rust", " rust ", "Live Coding"].map(String::from);
        assert_eq!(tags(&given, &mut wrong), ["rust", "live coding"]);
        assert!(wrong.is_empty());
        tags(&["a\u{1f}b".into()], &mut wrong);
        tags(&vec!["x".into(); 11], &mut wrong);
        tags(&["#".into()], &mut wrong);
        assert_eq!(wrong.len(), 3);
    }
}
