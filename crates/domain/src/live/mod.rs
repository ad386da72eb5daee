//! Streams: made, found, watched, talked in, ended.

mod categories;
pub mod comment;
mod create;
mod details;
mod end;
mod get;
pub mod health;
mod history;
mod ingest;
pub mod key;
pub mod lifecycle;
mod limit;
mod list;
mod of_user;
pub mod playback;
mod publish;
pub mod react;
mod set_thumbnail;
mod share;
mod stats;
mod sweep;
mod update;
pub mod view;
pub mod watch;

pub use categories::categories;
pub use create::create;
pub use end::end;
pub use get::get;
pub use history::{ListComments, history};
pub use ingest::rtmp_url;
pub use list::{ListLive, list};
pub use of_user::{mine, of_user};
pub use publish::publish;
pub use set_thumbnail::{remove_thumbnail, set_thumbnail};
pub use share::share;
pub use stats::stats;
pub use sweep::{remove_old_samples, sweep};
pub use update::update;

use crate::Domain;
use live_bus::Topic;
use live_protocol::{StreamId, event::BusEvent, socket::ServerEvent};

/// Tells a stream's room. What is told is stored already: if the bus fails, gateways read it from
/// the database, so a failure is only logged.
pub(crate) async fn tell_room(domain: &Domain, stream_id: StreamId, event: ServerEvent) {
    let name = event.name();
    let event = BusEvent::Room { stream_id, event };
    if let Err(error) = domain.bus.publish(Topic::Stream(stream_id), event).await {
        tracing::warn!(%stream_id, event = name, %error, "stored, but not announced");
    }
}

/// Commands the media services. A failure is only logged: a media service that hears nothing asks
/// the publish hook again when the encoder reconnects.
pub(crate) async fn command(domain: &Domain, event: BusEvent) {
    if let Err(error) = domain.bus.publish(Topic::Control, event).await {
        tracing::warn!(%error, "a command did not reach the media services");
    }
}
