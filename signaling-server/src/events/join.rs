use super::Call;
use crate::room;
use live_domain::{Domain, Result, live};
use live_protocol::{
    CommentId, StreamId,
    comment::Comment,
    socket::{Join, Joined},
};

/// Comments of a join at most.
const COMMENTS_MAX: u32 = 200;
/// Deletions of a join at most.
const DELETED_MAX: u32 = 200;
/// Comments of a first join.
const COMMENTS_FIRST: u32 = 50;

/// Joins a stream's room. From the moment that the socket is in the room it hears everything;
/// what was before is read after that moment, so a comment may come twice (clients tell by `seq`)
/// but never not at all.
pub(super) async fn handle(call: Call, join: Join) -> Result<Joined> {
    let Call {
        gateway,
        socket,
        visitor,
    } = call;
    let domain = gateway.domain();
    let stream_id = join.stream_id;
    let token = join.playback_token;
    let stream = live::watch::find(
        domain,
        visitor.actor().as_ref(),
        stream_id,
        token.as_deref(),
    )
    .await?;
    visitor.join(stream_id, token)?;
    let viewer = visitor.viewer(socket.id.as_str());
    let room = match gateway.enter(stream_id, socket.id, viewer).await {
        Ok(room) => room,
        Err(error) => {
            visitor.leave(stream_id);
            return Err(error);
        }
    };
    socket.join(room::name(stream_id));
    if !socket.connected() {
        // It went while it came in: its farewell may have found it outside.
        room.remove(socket.id);
    }
    // Before the comments: what is deleted after it is told, or shows in the comments.
    let deletions = deletions(domain, stream_id, join.after_deletion).await?;
    let (comments, comments_truncated) = comments(domain, stream_id, join.after_seq).await?;
    let elsewhere = stream.viewers.max(0);
    Ok(Joined {
        state: stream.state,
        viewers: elsewhere.max(room.viewers()),
        comments,
        comments_truncated,
        deleted: deletions.deleted,
        deleted_truncated: deletions.truncated,
        last_deletion: deletions.last,
        reactions: live::react::counts(domain, stream_id).await?,
    })
}

/// What was written after `after_seq`, or the newest; and whether there is more between.
async fn comments(
    domain: &Domain,
    stream_id: StreamId,
    after_seq: Option<i64>,
) -> Result<(Vec<Comment>, bool)> {
    let Some(seq) = after_seq else {
        let newest = live::comment::newest(domain, stream_id, COMMENTS_FIRST).await?;
        return Ok((newest, false));
    };
    let missed = live::comment::after(domain, stream_id, seq, COMMENTS_MAX + 1).await?;
    if missed.len() <= COMMENTS_MAX as usize {
        return Ok((missed, false));
    }
    // The newest are what is on screen; those between are read as history.
    let newest = live::comment::newest(domain, stream_id, COMMENTS_MAX).await?;
    Ok((newest, true))
}

/// What was deleted while a client was away.
struct Deletions {
    deleted: Vec<CommentId>,
    truncated: bool,
    last: i64,
}

async fn deletions(domain: &Domain, stream_id: StreamId, after: Option<i64>) -> Result<Deletions> {
    let Some(after) = after else {
        return Ok(Deletions {
            deleted: Vec::new(),
            truncated: false,
            last: live::comment::last_deletion(domain, stream_id).await?,
        });
    };
    let mut found = live::comment::deleted_after(domain, stream_id, after, DELETED_MAX + 1).await?;
    let truncated = found.len() > DELETED_MAX as usize;
    found.truncate(DELETED_MAX as usize);
    Ok(Deletions {
        truncated,
        last: found.last().map_or(after, |deletion| deletion.seq),
        deleted: found.iter().map(|deletion| deletion.comment_id).collect(),
    })
}
