use super::Call;
use crate::room;
use live_domain::Result;
use live_protocol::socket::Leave;

/// Leaves a stream's room. Leaving one that was not joined is harmless.
pub(super) async fn handle(call: Call, leave: Leave) -> Result<()> {
    let Call {
        gateway,
        socket,
        visitor,
    } = call;
    if visitor.leave(leave.stream_id) {
        socket.leave(room::name(leave.stream_id));
        if let Some(room) = gateway.room(leave.stream_id) {
            room.remove(socket.id);
        }
    }
    Ok(())
}
