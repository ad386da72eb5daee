//! The query of a request: delivery directives (rfc8216bis, 6.2.5) and the playback token.

use live_http::Problem;

/// What a query asks for. Directives that we don't know are ignored, as the draft demands.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Directives<'a> {
    /// `token`.
    pub(super) token: Option<&'a str>,
    msn: Option<&'a str>,
    part: Option<&'a str>,
    /// `_HLS_skip` is `YES` or `v2`.
    pub(super) skip: bool,
}

impl<'a> Directives<'a> {
    /// Reads a query.
    pub(super) fn parse(query: &'a str) -> Self {
        let mut directives = Self::default();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match name {
                "token" => directives.token = Some(value),
                "_HLS_msn" => directives.msn = Some(value),
                "_HLS_part" => directives.part = Some(value),
                "_HLS_skip" => directives.skip = matches!(value, "YES" | "v2"),
                _ => {}
            }
        }
        directives
    }

    /// The segment and the part that the playlist must have.
    pub(super) fn wanted(&self) -> Result<Option<(u64, Option<u32>)>, Problem> {
        let msn = number("_HLS_msn", self.msn)?;
        let part = number("_HLS_part", self.part)?;
        match (msn, part) {
            (Some(msn), part) => Ok(Some((msn, part))),
            (None, None) => Ok(None),
            (None, Some(_)) => Err(Problem::invalid("_HLS_part", "needs _HLS_msn")),
        }
    }
}

fn number<T: std::str::FromStr>(
    name: &'static str,
    value: Option<&str>,
) -> Result<Option<T>, Problem> {
    let digits = |value: &&str| value.bytes().all(|byte| byte.is_ascii_digit());
    match value {
        None => Ok(None),
        Some(value) => Some(value)
            .filter(digits)
            .and_then(|value| value.parse().ok())
            .map(Some)
            .ok_or_else(|| Problem::invalid(name, "must be a whole number")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_read_and_the_rest_ignored() {
        let directives = Directives::parse("_HLS_msn=17&_HLS_part=3&_HLS_skip=YES&token=a.b&x=1&y");
        assert_eq!(directives.wanted(), Ok(Some((17, Some(3)))));
        assert!(directives.skip);
        assert_eq!(directives.token, Some("a.b"));
        assert_eq!(Directives::parse(""), Directives::default());
        assert_eq!(Directives::parse("").wanted(), Ok(None));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for query in [
            "_HLS_part=1",
            "_HLS_msn=",
            "_HLS_msn=-1",
            "_HLS_msn=1&_HLS_part=x",
            "_HLS_msn=99999999999999999999",
        ] {
            assert!(Directives::parse(query).wanted().is_err(), "{query}");
        }
    }
}
