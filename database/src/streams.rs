//! Streams: `streams`.

use crate::{Database, DatabaseError, Tx, row};
use live_protocol::{
    StreamId, Timestamp, UserId,
    live::{EndReason, StreamState, Visibility},
    user::UserSummary,
};
use sqlx::{Row, any::AnyRow};

/// A stream with its streamer, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamRow {
    /// The stream's id.
    pub id: StreamId,
    /// Whose it is; `avatar_url` holds the stored file name.
    pub streamer: UserSummary,
    /// The title.
    pub title: String,
    /// More about it.
    pub description: String,
    /// The category's slug.
    pub category: Option<String>,
    /// The tags, in their order.
    pub tags: Vec<String>,
    /// Who may find and watch it.
    pub visibility: Visibility,
    /// Where it stands.
    pub state: StreamState,
    /// How it ended.
    pub end_reason: Option<EndReason>,
    /// Path of the picture that was made of the video.
    pub thumbnail: Option<String>,
    /// File name of the picture that the streamer chose, under `uploads/thumbnails`.
    pub own_thumbnail: Option<String>,
    /// Viewers now.
    pub viewers: i64,
    /// The most viewers at one time.
    pub viewers_peak: i64,
    /// Watch time of all viewers.
    pub watch_time_ms: i64,
    /// Comments, without deleted ones.
    pub comments: i64,
    /// When it was created.
    pub created_at: Timestamp,
    /// When media first arrived.
    pub started_at: Option<Timestamp>,
    /// When media last arrived.
    pub heartbeat_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// What a new stream is made of, and what an update sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamDetails {
    /// The title.
    pub title: String,
    /// More about it.
    pub description: String,
    /// The category's slug.
    pub category: Option<String>,
    /// The tags, in their order.
    pub tags: Vec<String>,
    /// Who may find and watch it.
    pub visibility: Visibility,
}

/// In which order live streams are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LiveOrder {
    /// The most watched first.
    #[default]
    Viewers,
    /// The newest first.
    Newest,
}

/// Which live streams are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LiveFilter<'a> {
    /// Only of this category.
    pub category: Option<&'a str>,
    /// Only with this tag.
    pub tag: Option<&'a str>,
    /// Only with this text in the title, the streamer's names or the tags; lower case.
    pub text: Option<&'a str>,
    /// Only of this streamer, by user name.
    pub streamer: Option<&'a str>,
    /// In which order.
    pub order: LiveOrder,
    /// Only those after this stream in the order, by its viewers and id.
    pub after: Option<(i64, StreamId)>,
    /// At most so many.
    pub limit: u32,
}

/// The columns of a [`StreamRow`]; tags come as one text, split at the unit separator.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.title, s.description, s.category, s.visibility, s.state,
                    s.end_reason, s.thumbnail, s.own_thumbnail, s.viewers, s.viewers_peak, s.watch_time_ms,
                    s.comments, s.created_at, s.started_at, s.heartbeat_at, s.ended_at, s.tags,
                    u.id AS streamer_id, u.username, u.display_name, u.avatar
             FROM streams s JOIN users u ON u.id = s.user_id ",
            $rest
        )
    };
}

/// The statement of [`live`], up to the order.
macro_rules! live_sql {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.title, s.description, s.category, s.visibility, s.state,
                    s.end_reason, s.thumbnail, s.own_thumbnail, s.viewers, s.viewers_peak, s.watch_time_ms,
                    s.comments, s.created_at, s.started_at, s.heartbeat_at, s.ended_at, s.tags,
                    u.id AS streamer_id, u.username, u.display_name, u.avatar
             FROM streams s JOIN users u ON u.id = s.user_id
             WHERE s.visibility = 'public' AND s.state IN ('live', 'interrupted')
               AND (CAST($1 AS TEXT) IS NULL OR s.category = $1)
               AND (CAST($2 AS TEXT) IS NULL OR s.tags LIKE $2 ESCAPE '\\')
               AND (CAST($3 AS TEXT) IS NULL OR LOWER(s.title) LIKE $3 ESCAPE '\\'
                    OR LOWER(u.display_name) LIKE $3 ESCAPE '\\'
                    OR u.username LIKE $3 ESCAPE '\\' OR s.tags LIKE $3 ESCAPE '\\')
               AND (CAST($4 AS TEXT) IS NULL OR u.username = $4) ",
            $rest
        )
    };
}

/// Sorts after every id.
const ID_MAX: &str = "g";

fn stream(row: &AnyRow) -> Result<StreamRow, DatabaseError> {
    let tags: String = row.try_get("tags")?;
    Ok(StreamRow {
        id: row::parsed(row, "id")?,
        streamer: UserSummary {
            id: row::parsed(row, "streamer_id")?,
            username: row.try_get("username")?,
            display_name: row.try_get("display_name")?,
            avatar_url: row.try_get("avatar")?,
        },
        title: row.try_get("title")?,
        description: row.try_get("description")?,
        category: row.try_get("category")?,
        tags: tags
            .split(TAG_SEPARATOR)
            .filter(|tag| !tag.is_empty())
            .map(str::to_owned)
            .collect(),
        visibility: row::name(row, "visibility", Visibility::from_name)?,
        state: row::name(row, "state", StreamState::from_name)?,
        end_reason: row::name_opt(row, "end_reason", EndReason::from_name)?,
        thumbnail: row.try_get("thumbnail")?,
        own_thumbnail: row::text_opt(row, "own_thumbnail")?,
        viewers: row.try_get("viewers")?,
        viewers_peak: row.try_get("viewers_peak")?,
        watch_time_ms: row.try_get("watch_time_ms")?,
        comments: row.try_get("comments")?,
        created_at: row::time(row, "created_at")?,
        started_at: row::time_opt(row, "started_at")?,
        heartbeat_at: row::time_opt(row, "heartbeat_at")?,
        ended_at: row::time_opt(row, "ended_at")?,
    })
}

/// Stands between the tags in `streams.tags`; no tag contains it.
const TAG_SEPARATOR: char = '\u{1f}';

fn joined(tags: &[String]) -> String {
    let mut text = String::new();
    for tag in tags {
        // One before and one after each, so that `%␟tag␟%` finds it whole.
        text.push(TAG_SEPARATOR);
        text.push_str(tag);
    }
    if !tags.is_empty() {
        text.push(TAG_SEPARATOR);
    }
    text
}

/// Stores a new stream. [`DatabaseError::Duplicate`] if the streamer has one that is not ended.
pub async fn insert(
    tx: &mut Tx,
    id: StreamId,
    user_id: UserId,
    details: &StreamDetails,
    now: Timestamp,
) -> Result<(), DatabaseError> {
    sqlx::query(
        "INSERT INTO streams (id, user_id, title, description, category, tags, visibility, state,
                              created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'idle', $8, $8)",
    )
    .bind(id.to_string())
    .bind(user_id.to_string())
    .bind(&details.title)
    .bind(&details.description)
    .bind(&details.category)
    .bind(joined(&details.tags))
    .bind(details.visibility.as_str())
    .bind(now.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Sets a stream's details.
pub async fn update(
    tx: &mut Tx,
    id: StreamId,
    details: &StreamDetails,
    now: Timestamp,
) -> Result<(), DatabaseError> {
    sqlx::query(
        "UPDATE streams SET title = $2, description = $3, category = $4, tags = $5,
                            visibility = $6, updated_at = $7
         WHERE id = $1",
    )
    .bind(id.to_string())
    .bind(&details.title)
    .bind(&details.description)
    .bind(&details.category)
    .bind(joined(&details.tags))
    .bind(details.visibility.as_str())
    .bind(now.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The stream of that id.
pub async fn by_id(database: &Database, id: StreamId) -> Result<Option<StreamRow>, DatabaseError> {
    sqlx::query(select!("WHERE s.id = $1"))
        .bind(id.to_string())
        .fetch_optional(database.pool())
        .await?
        .as_ref()
        .map(stream)
        .transpose()
}

/// The streamer's stream that is not ended.
pub async fn open_of(
    database: &Database,
    user_id: UserId,
) -> Result<Option<StreamRow>, DatabaseError> {
    sqlx::query(select!("WHERE s.user_id = $1 AND s.state <> 'ended'"))
        .bind(user_id.to_string())
        .fetch_optional(database.pool())
        .await?
        .as_ref()
        .map(stream)
        .transpose()
}

/// The streamer's newest stream.
pub async fn newest_of(
    database: &Database,
    user_id: UserId,
) -> Result<Option<StreamRow>, DatabaseError> {
    sqlx::query(select!("WHERE s.user_id = $1 ORDER BY s.id DESC LIMIT 1"))
        .bind(user_id.to_string())
        .fetch_optional(database.pool())
        .await?
        .as_ref()
        .map(stream)
        .transpose()
}

/// Public streams that are live or interrupted, in the order of the filter.
pub async fn live(
    database: &Database,
    filter: &LiveFilter<'_>,
) -> Result<Vec<StreamRow>, DatabaseError> {
    let (after_viewers, after_id) = filter
        .after
        .map_or((i64::MAX, ID_MAX.to_owned()), |(viewers, id)| {
            (viewers, id.to_string())
        });
    let tag = filter
        .tag
        .map(|tag| like(&format!("{TAG_SEPARATOR}{tag}{TAG_SEPARATOR}")));
    // By viewers: pairs (viewers, id) fall. By age: ids fall, so the viewers are taken as equal.
    let sql = match filter.order {
        LiveOrder::Viewers => live_sql!(
            "AND (s.viewers < $5 OR (s.viewers = $5 AND s.id < $6))
             ORDER BY s.viewers DESC, s.id DESC LIMIT $7"
        ),
        LiveOrder::Newest => {
            live_sql!("AND (s.id < $6 OR CAST($5 AS BIGINT) IS NULL) ORDER BY s.id DESC LIMIT $7")
        }
    };
    sqlx::query(sql)
        .bind(filter.category.map(str::to_owned))
        .bind(tag)
        .bind(filter.text.map(like))
        .bind(filter.streamer.map(str::to_owned))
        .bind(after_viewers)
        .bind(after_id)
        .bind(i64::from(filter.limit))
        .fetch_all(database.pool())
        .await?
        .iter()
        .map(stream)
        .collect()
}

/// A user's streams, the newest first: all of them for the user, else public ones that began.
pub async fn of_user(
    database: &Database,
    user_id: UserId,
    all: bool,
    before: Option<StreamId>,
    limit: u32,
) -> Result<Vec<StreamRow>, DatabaseError> {
    sqlx::query(select!(
        "WHERE s.user_id = $1 AND ($2 OR (s.visibility = 'public' AND s.started_at IS NOT NULL))
           AND (CAST($3 AS TEXT) IS NULL OR s.id < $3)
         ORDER BY s.id DESC LIMIT $4"
    ))
    .bind(user_id.to_string())
    .bind(all)
    .bind(before.map(|id| id.to_string()))
    .bind(i64::from(limit))
    .fetch_all(database.pool())
    .await?
    .iter()
    .map(stream)
    .collect()
}

/// Live or interrupted streams whose last heartbeat is before `before`.
pub async fn silent_since(
    database: &Database,
    before: Timestamp,
    limit: u32,
) -> Result<Vec<StreamRow>, DatabaseError> {
    sqlx::query(select!(
        "WHERE s.state IN ('live', 'interrupted') AND s.heartbeat_at < $1 ORDER BY s.id LIMIT $2"
    ))
    .bind(before.as_ms())
    .bind(i64::from(limit))
    .fetch_all(database.pool())
    .await?
    .iter()
    .map(stream)
    .collect()
}

/// Media arrives at `node`: a stream that is not ended becomes live, unless something later than
/// `at` is known of it. True if it was not live before.
pub async fn set_live(
    database: &Database,
    id: StreamId,
    node: &str,
    at: Timestamp,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query(
        "UPDATE streams SET state = 'live', node = $2, heartbeat_at = $3,
                            started_at = COALESCE(started_at, $3), updated_at = $3
         WHERE id = $1 AND state IN ('idle', 'interrupted')
           AND (heartbeat_at IS NULL OR heartbeat_at <= $3)",
    )
    .bind(id.to_string())
    .bind(node)
    .bind(at.as_ms())
    .execute(database.pool())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Another node takes a live stream's media from now on.
pub async fn set_node(
    database: &Database,
    id: StreamId,
    node: &str,
    at: Timestamp,
) -> Result<(), DatabaseError> {
    sqlx::query("UPDATE streams SET node = $2, heartbeat_at = $3 WHERE id = $1 AND state = 'live'")
        .bind(id.to_string())
        .bind(node)
        .bind(at.as_ms())
        .execute(database.pool())
        .await?;
    Ok(())
}

/// The encoder left `node`: a live stream becomes interrupted, unless another node took it
/// meanwhile. True if it was live.
pub async fn set_interrupted(
    database: &Database,
    id: StreamId,
    node: &str,
    at: Timestamp,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query(
        "UPDATE streams SET state = 'interrupted', heartbeat_at = $3, updated_at = $3
         WHERE id = $1 AND state = 'live' AND node = $2",
    )
    .bind(id.to_string())
    .bind(node)
    .bind(at.as_ms())
    .execute(database.pool())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether `node` is the one that takes the stream's media.
pub async fn is_at_node(
    database: &Database,
    id: StreamId,
    node: &str,
) -> Result<bool, DatabaseError> {
    let found = sqlx::query("SELECT id FROM streams WHERE id = $1 AND node = $2")
        .bind(id.to_string())
        .bind(node)
        .fetch_optional(database.pool())
        .await?;
    Ok(found.is_some())
}

/// Ends a stream. True if it was not ended before.
pub async fn set_ended(
    tx: &mut Tx,
    id: StreamId,
    reason: EndReason,
    at: Timestamp,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query(
        "UPDATE streams SET state = 'ended', end_reason = $2, ended_at = $3, viewers = 0,
                            node = NULL, updated_at = $3
         WHERE id = $1 AND state <> 'ended'",
    )
    .bind(id.to_string())
    .bind(reason.as_str())
    .bind(at.as_ms())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that media still arrives.
pub async fn set_heartbeat(
    database: &Database,
    id: StreamId,
    at: Timestamp,
) -> Result<(), DatabaseError> {
    sqlx::query("UPDATE streams SET heartbeat_at = $2 WHERE id = $1 AND state <> 'ended'")
        .bind(id.to_string())
        .bind(at.as_ms())
        .execute(database.pool())
        .await?;
    Ok(())
}

/// Sets the path of the newest picture.
pub async fn set_thumbnail(
    database: &Database,
    id: StreamId,
    path: &str,
    at: Timestamp,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query("UPDATE streams SET thumbnail = $2, updated_at = $3 WHERE id = $1")
        .bind(id.to_string())
        .bind(path)
        .bind(at.as_ms())
        .execute(database.pool())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets the file name of the picture that the streamer chose, if it is `before` now and the stream
/// has not ended. False if not.
pub async fn set_own_thumbnail(
    database: &Database,
    id: StreamId,
    before: Option<&str>,
    name: Option<&str>,
    at: Timestamp,
) -> Result<bool, DatabaseError> {
    let done = sqlx::query(
        "UPDATE streams SET own_thumbnail = $3, updated_at = $4
         WHERE id = $1 AND COALESCE(own_thumbnail, '') = $2 AND state <> 'ended'",
    )
    .bind(id.to_string())
    .bind(before.unwrap_or_default().to_owned())
    .bind(name.map(str::to_owned))
    .bind(at.as_ms())
    .execute(database.pool())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Streams that are stored as being watched.
pub async fn with_viewers(database: &Database, limit: u32) -> Result<Vec<StreamId>, DatabaseError> {
    sqlx::query("SELECT id FROM streams WHERE state <> 'ended' AND viewers > 0 LIMIT $1")
        .bind(i64::from(limit))
        .fetch_all(database.pool())
        .await?
        .iter()
        .map(|row| row::parsed(row, "id"))
        .collect()
}

/// Sets the viewers now, raises the peak, and adds `watched_ms` of watch time.
pub async fn set_viewers(
    database: &Database,
    id: StreamId,
    viewers: i64,
    watched_ms: i64,
) -> Result<(), DatabaseError> {
    sqlx::query(
        "UPDATE streams SET viewers = CASE WHEN state = 'ended' THEN 0 ELSE $2 END,
             viewers_peak = CASE WHEN viewers_peak < $2 THEN $2 ELSE viewers_peak END,
             watch_time_ms = watch_time_ms + $3
         WHERE id = $1",
    )
    .bind(id.to_string())
    .bind(viewers)
    .bind(watched_ms)
    .execute(database.pool())
    .await?;
    Ok(())
}

/// `text` found anywhere, as `LIKE … ESCAPE '\'` wants it.
fn like(text: &str) -> String {
    let mut pattern = String::from("%");
    for char in text.chars() {
        if matches!(char, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(char);
    }
    pattern.push('%');
    pattern
}
