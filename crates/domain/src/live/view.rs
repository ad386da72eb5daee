//! A stored stream or user as clients see it.

use crate::{Domain, Result, live::playback, picture::PictureKind, users};
use live_database::streams::StreamRow;
use live_protocol::{
    comment::Comment,
    live::{Ingest, Playback, Stream, Visibility},
    user::UserSummary,
};

/// A user as stored (with the picture's file name) as clients see them.
pub fn user(stored: UserSummary) -> UserSummary {
    UserSummary {
        avatar_url: users::avatar_url(stored.avatar_url.as_deref()),
        ..stored
    }
}

/// A comment as stored as clients see it.
pub(crate) fn comment(stored: Comment) -> Comment {
    Comment {
        author: user(stored.author),
        ..stored
    }
}

/// A stream as a caller sees it who may watch it: with a playback token if it needs one.
/// `ingest` is for its streamer only.
pub fn stream(domain: &Domain, row: StreamRow, ingest: Option<Ingest>) -> Result<Stream> {
    let mut hls = format!("/hls/{}/index.m3u8", row.id);
    if row.visibility == Visibility::Private {
        hls.push_str("?token=");
        hls.push_str(&playback::token(domain, row.id)?);
    }
    Ok(Stream {
        id: row.id,
        streamer: user(row.streamer),
        title: row.title,
        description: row.description,
        category: row.category,
        tags: row.tags,
        visibility: row.visibility,
        state: row.state,
        thumbnail_url: row
            .own_thumbnail
            .map(|name| PictureKind::Thumbnail.url(&name))
            .or(row.thumbnail),
        viewers: row.viewers,
        playback: Playback { hls },
        created_at: row.created_at,
        started_at: row.started_at,
        ended_at: row.ended_at,
        end_reason: row.end_reason,
        ingest,
    })
}
