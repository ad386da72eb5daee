//! Pages of lists of users: the cursor is where the page before ended.

use super::avatar_url;
use crate::{Error, Result};
use live_database::users::{ListEnd, Listed};
use live_protocol::{
    Page, Timestamp,
    page::{PAGE_ITEMS_DEFAULT, PAGE_ITEMS_MAX},
    user::UserSummary,
};

/// What is asked of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slice {
    pub(super) after: Option<ListEnd>,
    limit: u32,
}

impl Slice {
    /// Reads `?cursor=&limit=`.
    pub(super) fn parse(cursor: Option<&str>, limit: Option<u32>) -> Result<Self> {
        let limit = limit.unwrap_or(PAGE_ITEMS_DEFAULT);
        if limit == 0 || limit > PAGE_ITEMS_MAX {
            return Err(Error::field("limit", "must be from 1 to 100"));
        }
        let after = cursor
            .map(|text| {
                let (since, id) = text.split_once('.')?;
                Some(ListEnd {
                    since: Timestamp::from_ms(since.parse().ok()?),
                    id: id.parse().ok()?,
                })
                .filter(|end| end.text() == text)
            })
            .map(|end| end.ok_or_else(|| Error::field("cursor", "is none of this list")))
            .transpose()?;
        Ok(Self { after, limit })
    }

    /// How many rows to ask for: one more than is shown tells whether there is a next page.
    pub(super) const fn rows(&self) -> u32 {
        self.limit + 1
    }

    /// The page of these rows.
    pub(super) fn page(&self, mut rows: Vec<Listed>) -> Page<UserSummary> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let end = rows.last().filter(|_| more).map(|last| {
            let end = ListEnd {
                since: last.since,
                id: last.user.id,
            };
            end.text()
        });
        Page {
            items: rows.into_iter().map(|listed| shown(listed.user)).collect(),
            next_cursor: end,
        }
    }
}

trait CursorText {
    fn text(&self) -> String;
}

impl CursorText for ListEnd {
    fn text(&self) -> String {
        format!("{}.{}", self.since.as_ms(), self.id)
    }
}

fn shown(stored: UserSummary) -> UserSummary {
    UserSummary {
        avatar_url: avatar_url(stored.avatar_url.as_deref()),
        ..stored
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_cursors_are_taken() {
        let id = "018f3f5e-7a3c-7000-8000-000000000001";
        let good = format!("1700000000000.{id}");
        assert!(Slice::parse(Some(&good), None).is_ok());
        for bad in ["", "1", "x.y", &format!("01.{id}"), &good.replace('f', "F")] {
            let error = Slice::parse(Some(bad), None).unwrap_err();
            assert_eq!(error.field_errors()[0].field, "cursor", "{bad}");
        }
        for limit in [0, 101] {
            let error = Slice::parse(None, Some(limit)).unwrap_err();
            assert_eq!(error.field_errors()[0].field, "limit");
        }
    }
}
