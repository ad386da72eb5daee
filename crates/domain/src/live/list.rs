use super::{limit, view};
use crate::{Domain, Error, Result};
use live_database::streams::{self, LiveFilter, LiveOrder};
use live_protocol::{
    Page, StreamId,
    live::{LiveSort, Stream},
};

/// Characters of a search text at most.
const SEARCH_CHARS_MAX: usize = 100;

/// Which live streams are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListLive {
    /// Only of this category.
    pub category: Option<String>,
    /// Only with this tag.
    pub tag: Option<String>,
    /// Only of this streamer, by user name.
    pub streamer: Option<String>,
    /// Only with this text in the title, the streamer's names or the tags.
    pub search: Option<String>,
    /// In which order.
    pub sort: LiveSort,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// Items at most.
    pub limit: Option<u32>,
}

/// Public streams that are live. By viewers, one whose viewers change between two pages may be
/// listed twice or not at all.
pub async fn list(domain: &Domain, wanted: &ListLive) -> Result<Page<Stream>> {
    let search = wanted.search.as_deref().map(str::trim);
    if search.is_some_and(|text| text.chars().count() > SEARCH_CHARS_MAX) {
        return Err(Error::field("q", "At most 100 characters"));
    }
    let text = search
        .filter(|text| !text.is_empty())
        .map(str::to_lowercase);
    let tag = wanted.tag.as_deref().map(str::to_lowercase);
    let limit = limit::items(wanted.limit)?;
    let filter = LiveFilter {
        category: wanted.category.as_deref(),
        tag: tag.as_deref(),
        text: text.as_deref(),
        streamer: wanted.streamer.as_deref(),
        order: match wanted.sort {
            LiveSort::Viewers => LiveOrder::Viewers,
            LiveSort::Newest => LiveOrder::Newest,
        },
        after: wanted.cursor.as_deref().map(parse_cursor).transpose()?,
        // One more than asked for tells whether there is a next page.
        limit: limit + 1,
    };
    let mut rows = streams::live(&domain.database, &filter).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let last = rows.last().filter(|_| more);
    let next_cursor = last.map(|row| format!("{}.{}", row.viewers, row.id));
    let items = rows
        .into_iter()
        .map(|row| view::stream(domain, row, None))
        .collect::<Result<_>>()?;
    Ok(Page { items, next_cursor })
}

/// `viewers.id` of the last stream of the page before.
fn parse_cursor(text: &str) -> Result<(i64, StreamId)> {
    text.split_once('.')
        .and_then(|(viewers, id)| Some((viewers.parse().ok()?, id.parse().ok()?)))
        .ok_or_else(|| Error::field("cursor", "is none of this list"))
}
