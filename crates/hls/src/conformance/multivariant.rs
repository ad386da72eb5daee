//! Rules for the multivariant playlist.

use super::{
    Violation, ensure,
    parse::{attribute, quoted},
};

/// Checks a multivariant playlist; returns the URIs of the media playlists in it.
pub fn check_multivariant(text: &str) -> Result<Vec<String>, Violation> {
    ensure(text.starts_with("#EXTM3U\n"), "4.1", || "no EXTM3U".into())?;
    let mut uris = Vec::new();
    let mut groups = Vec::new();
    let mut variant: Option<&str> = None;
    for line in text.lines().skip(1) {
        if let Some(list) = line.strip_prefix("#EXT-X-MEDIA:") {
            let group = quoted(list, "GROUP-ID");
            let rule = "4.4.6.1 EXT-X-MEDIA";
            ensure(
                group.is_some() && quoted(list, "NAME").is_some(),
                rule,
                || list.into(),
            )?;
            groups.extend(group);
            uris.extend(quoted(list, "URI"));
        } else if let Some(list) = line.strip_prefix("#EXT-X-STREAM-INF:") {
            check_variant(list, &groups)?;
            variant = Some(list);
        } else if !line.starts_with('#') {
            ensure(variant.take().is_some(), "4.4.6.2 EXT-X-STREAM-INF", || {
                line.into()
            })?;
            uris.push(line.to_owned());
        }
    }
    ensure(
        !uris.is_empty() && variant.is_none(),
        "4.4.6.2 EXT-X-STREAM-INF",
        || "a variant is missing".into(),
    )?;
    Ok(uris)
}

fn check_variant(list: &str, groups: &[String]) -> Result<(), Violation> {
    let rule = "4.4.6.2 EXT-X-STREAM-INF";
    let bits = |name| attribute(list, name).and_then(|value| value.parse::<u64>().ok());
    let peak = bits("BANDWIDTH").unwrap_or(0);
    let average = bits("AVERAGE-BANDWIDTH").unwrap_or(u64::MAX);
    ensure(peak > 0 && average <= peak, rule, || list.into())?;
    let codecs = quoted(list, "CODECS").unwrap_or_default();
    ensure(!codecs.is_empty(), rule, || "no CODECS".into())?;
    let group = quoted(list, "AUDIO");
    ensure(
        group.is_none_or(|group| groups.contains(&group)),
        rule,
        || "AUDIO names no group".into(),
    )?;
    let pictures = ["avc1", "hvc1", "av01"]
        .iter()
        .any(|name| codecs.contains(name));
    ensure(
        !pictures || attribute(list, "RESOLUTION").is_some(),
        rule,
        || "no RESOLUTION".into(),
    )
}
