//! Lists: cursor pagination, newest first.

use serde::{Deserialize, Serialize};

/// Items of a page when the request names no `limit`.
pub const PAGE_ITEMS_DEFAULT: u32 = 30;
/// Items of a page at most.
pub const PAGE_ITEMS_MAX: u32 = 100;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// Pass it as `?cursor=` for the next page; absent (null) on the last one.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// The same page with each item turned into another.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(f).collect(),
            next_cursor: self.next_cursor,
        }
    }
}
