use crate::{Domain, Result};
use live_protocol::live::Category;

/// All categories in their order, with how many public streams are live in each.
pub async fn categories(domain: &Domain) -> Result<Vec<Category>> {
    Ok(live_database::categories::with_live_counts(&domain.database).await?)
}
