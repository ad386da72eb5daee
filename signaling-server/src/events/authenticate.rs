use super::Call;
use crate::connect;
use live_domain::{Error, Result};
use live_protocol::{ErrorCode, socket::Authenticate};

/// Gives the socket a fresh token of the same user, or one at all.
pub(super) async fn handle(call: Call, authenticate: Authenticate) -> Result<()> {
    let identity = connect::identify(call.gateway.domain(), &authenticate.token).await?;
    let user_id = identity.actor.user_id;
    if let Some(actor) = call.visitor.actor()
        && actor.user_id != user_id
    {
        return Err(Error::new(ErrorCode::Forbidden)
            .with_detail("This socket belongs to another user; connect anew"));
    }
    let (gateway, socket) = (&call.gateway, &call.socket);
    call.visitor
        .set_identity(identity, || gateway.users().enter(gateway, socket, user_id));
    Ok(())
}
