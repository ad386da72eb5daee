use crate::{Error, Result};
use live_protocol::page::{PAGE_ITEMS_DEFAULT, PAGE_ITEMS_MAX};

/// Reads `?limit=`.
pub(super) fn items(limit: Option<u32>) -> Result<u32> {
    let limit = limit.unwrap_or(PAGE_ITEMS_DEFAULT);
    if limit == 0 || limit > PAGE_ITEMS_MAX {
        return Err(Error::field("limit", "must be from 1 to 100"));
    }
    Ok(limit)
}
