//! Text of users: lines kept, addresses made links. Never as HTML.

use leptos::prelude::*;

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Words(&'a str),
    Address(&'a str),
}

/// Splits a text at its web addresses.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = next_address(rest) {
        let (before, from) = rest.split_at(start);
        let end = from.find(char::is_whitespace).unwrap_or(from.len());
        let address = from[..end].trim_end_matches(['.', ',', '!', '?', ')', ':', ';', '"', '\'']);
        if !before.is_empty() {
            found.push(Piece::Words(before));
        }
        found.push(Piece::Address(address));
        rest = &from[address.len()..];
    }
    if !rest.is_empty() {
        found.push(Piece::Words(rest));
    }
    found
}

fn next_address(text: &str) -> Option<usize> {
    ["https://", "http://"]
        .into_iter()
        .filter_map(|scheme| {
            let at = text.find(scheme)?;
            // A scheme with nothing behind it is a word.
            let host = text[at + scheme.len()..].chars().next()?;
            host.is_alphanumeric().then_some(at)
        })
        .min()
}

/// Shows a text of a user.
pub(crate) fn rich_text(text: &str) -> AnyView {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.to_owned().into_any(),
            Piece::Address(address) => {
                let shown = address
                    .trim_start_matches("https://")
                    .trim_start_matches("http://")
                    .to_owned();
                view! {
                    <a
                        class="link"
                        href=address.to_owned()
                        target="_blank"
                        rel="noopener noreferrer nofollow ugc"
                    >
                        {shown}
                    </a>
                }
                .into_any()
            }
        })
        .collect_view()
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_without_the_sentence_around_them() {
        assert_eq!(
            pieces("see (https://a.example/x), or http://b.example!"),
            [
                Piece::Words("see ("),
                Piece::Address("https://a.example/x"),
                Piece::Words("), or "),
                Piece::Address("http://b.example"),
                Piece::Words("!"),
            ]
        );
        assert_eq!(pieces("http:// no"), [Piece::Words("http:// no")]);
        assert_eq!(
            pieces("javascript:alert(1)"),
            [Piece::Words("javascript:alert(1)")]
        );
    }
}
