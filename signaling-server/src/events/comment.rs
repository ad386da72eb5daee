use super::Call;
use live_domain::{Result, live};
use live_protocol::{
    comment::{Comment, PostComment},
    socket::SendComment,
};

/// Writes a comment in a room that was joined; answers it as stored.
pub(super) async fn handle(call: Call, send: SendComment) -> Result<Comment> {
    let actor = call.visitor.require_actor()?;
    let token = call.visitor.require_joined(send.stream_id)?;
    let new = PostComment {
        body: send.body,
        client_id: send.client_id,
    };
    live::comment::post(
        call.gateway.domain(),
        &actor,
        send.stream_id,
        token.as_deref(),
        &new,
    )
    .await
}
