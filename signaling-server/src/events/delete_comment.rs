use super::Call;
use live_domain::{Result, live};
use live_protocol::socket::DeleteComment;

/// Deletes a comment.
pub(super) async fn handle(call: Call, delete: DeleteComment) -> Result<()> {
    let actor = call.visitor.require_actor()?;
    let domain = call.gateway.domain();
    live::comment::delete(domain, &actor, delete.stream_id, delete.comment_id).await
}
