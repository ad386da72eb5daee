//! Categories: `categories`.

use crate::{Database, DatabaseError};
use live_protocol::live::Category;
use sqlx::Row;

/// All categories in their order, with how many public streams are live in each.
pub async fn with_live_counts(database: &Database) -> Result<Vec<Category>, DatabaseError> {
    sqlx::query(
        "SELECT c.slug, c.name, CAST(COUNT(s.id) AS BIGINT) AS live
         FROM categories c LEFT JOIN streams s ON s.category = c.slug
              AND s.visibility = 'public' AND s.state IN ('live', 'interrupted')
         GROUP BY c.slug, c.name, c.position ORDER BY c.position, c.slug",
    )
    .fetch_all(database.pool())
    .await?
    .iter()
    .map(|row| {
        Ok(Category {
            slug: row.try_get("slug")?,
            name: row.try_get("name")?,
            live: row.try_get("live")?,
        })
    })
    .collect()
}

/// Whether there is a category of that slug.
pub async fn exists(database: &Database, slug: &str) -> Result<bool, DatabaseError> {
    let found = sqlx::query("SELECT slug FROM categories WHERE slug = $1")
        .bind(slug)
        .fetch_optional(database.pool())
        .await?;
    Ok(found.is_some())
}
