use super::Call;
use crate::room;
use live_domain::{Result, live};
use live_protocol::socket::{Join, Joined};

/// Comments of a join at most.
const COMMENTS_MAX: u32 = 200;
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
    let (comments, comments_truncated) = match join.after_seq {
        None => (
            live::comment::newest(domain, stream_id, COMMENTS_FIRST).await?,
            false,
        ),
        Some(seq) => {
            let mut missed = live::comment::after(domain, stream_id, seq, COMMENTS_MAX + 1).await?;
            let truncated = missed.len() > COMMENTS_MAX as usize;
            if truncated {
                // The newest are what is on screen; those between are read as history.
                missed = live::comment::newest(domain, stream_id, COMMENTS_MAX).await?;
            }
            (missed, truncated)
        }
    };
    let elsewhere = stream.viewers.max(0);
    Ok(Joined {
        state: stream.state,
        viewers: elsewhere.max(room.viewers()),
        comments,
        comments_truncated,
        reactions: live::react::counts(domain, stream_id).await?,
    })
}
