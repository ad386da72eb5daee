use super::Call;
use crate::connect;
use live_domain::{Error, Result};
use live_protocol::{ErrorCode, socket::Authenticate};

/// Gives the socket a fresh token of the same user, or one at all.
pub(super) async fn handle(call: Call, authenticate: Authenticate) -> Result<()> {
    let identity = connect::identify(call.gateway.domain(), &authenticate.token).await?;
    match call.visitor.actor() {
        Some(actor) if actor.user_id != identity.actor.user_id => {
            return Err(Error::new(ErrorCode::Forbidden)
                .with_detail("This socket belongs to another user; connect anew"));
        }
        Some(_) => {}
        None => call
            .gateway
            .users()
            .enter(&call.gateway, &call.socket, identity.actor.user_id),
    }
    call.visitor.set_identity(identity);
    Ok(())
}
