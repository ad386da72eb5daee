use super::Call;
use live_domain::{Error, Result};
use live_protocol::{ErrorCode, socket::SendReaction};

/// Taps that one message may report.
const TAPS_MAX: u32 = 20;

/// Reacts in a room that was joined; gathered and told in the next batch.
pub(super) async fn handle(call: Call, send: SendReaction) -> Result<()> {
    call.visitor.require_joined(send.stream_id)?;
    if !(1..=TAPS_MAX).contains(&send.count) {
        return Err(Error::field(
            "count",
            format!("must be from 1 to {TAPS_MAX}"),
        ));
    }
    let room = call
        .gateway
        .room(send.stream_id)
        .ok_or_else(|| Error::new(ErrorCode::NotFound))?;
    room.react(send.kind, i64::from(send.count));
    Ok(())
}
