//! A socket comes and goes.

use crate::{
    Gateway, events,
    limit::Bucket,
    place::Place,
    visitor::{Identity, Visitor},
};
use http::{HeaderMap, header};
use live_config::Config;
use live_domain::{Domain, Result};
use live_http::ClientAddr;
use live_protocol::ErrorCode;
use serde::Deserialize;
use socketioxide::{
    SocketIo,
    extract::{SocketRef, TryData},
    handler::ConnectHandler,
};
use std::net::{IpAddr, Ipv4Addr};

/// What a client may say of itself when it connects.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Auth {
    /// An access token; none for an anonymous viewer.
    #[serde(default)]
    token: Option<String>,
}

/// Answers sockets on the namespace `/`. Whoever is refused gets a `connect_error` whose message
/// is the code.
///
/// Everything is set up before the client is told that it is connected: it may emit at once, and
/// an event that nobody listens to yet would be lost without an answer.
pub(crate) fn listen(io: &SocketIo, gateway: Gateway) {
    let admit = async move |socket: SocketRef, TryData(auth): TryData<Auth>| {
        // No `auth` at all is an anonymous viewer.
        let auth = auth.unwrap_or_default();
        let visitor = admit(&gateway, &socket, auth).await?;
        socket.extensions.insert(visitor);
        let leaving = gateway.clone();
        socket.on_disconnect(async move |socket: SocketRef| leave(&leaving, &socket));
        events::listen(&socket, &gateway);
        Ok::<_, ErrorCode>(())
    };
    // Registering the handler of the one namespace is synchronous with the local adapter.
    let () = io.ns("/", (async || ()).with(admit));
}

async fn admit(gateway: &Gateway, socket: &SocketRef, auth: Auth) -> Result<Visitor, ErrorCode> {
    let parts = socket.req_parts();
    let domain = gateway.domain();
    if !origin_is_allowed(&parts.headers, &domain.config) {
        return Err(ErrorCode::Forbidden);
    }
    let addr = parts
        .extensions
        .get::<ClientAddr>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |addr| addr.limit_key());
    let identity = match auth.token {
        None => None,
        Some(token) => Some(
            identify(domain, &token)
                .await
                .map_err(|error| error.code())?,
        ),
    };
    let place = Place::take(gateway, addr).ok_or(ErrorCode::RateLimited)?;
    let guest = identity.map(|identity| {
        let user_id = identity.actor.user_id;
        gateway.users().enter(gateway, socket, user_id)
    });
    let per_second = domain.config.limits.socket_messages_per_second;
    let bucket = Bucket::new(domain.clock.clone(), per_second);
    Ok(Visitor::new(place, guest, bucket, identity))
}

/// Who sends this access token, and until when it holds.
pub(crate) async fn identify(domain: &Domain, token: &str) -> Result<Identity> {
    let (actor, until) = domain.authenticate_until(token).await?;
    Ok(Identity { actor, until })
}

fn leave(gateway: &Gateway, socket: &SocketRef) {
    let Ok(visitor) = Visitor::of(socket) else {
        return;
    };
    for stream_id in visitor.rooms() {
        if let Some(room) = gateway.room(stream_id) {
            room.remove(socket.id);
        }
    }
}

/// Browsers say where the page came from (RFC 6455, section 10.2): our own pages and configured
/// origins may. What sends no `Origin` is no browser and has no cookies of ours to abuse.
fn origin_is_allowed(headers: &HeaderMap, config: &Config) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    let Ok(origin) = origin.to_str() else {
        return false;
    };
    let same_host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .is_some_and(|host| {
            origin
                .split_once("://")
                .is_some_and(|(_, origin)| origin.eq_ignore_ascii_case(host))
        });
    same_host
        || origin == config.http.public_url()
        || config
            .http
            .allowed_origins
            .iter()
            .any(|allowed| allowed == origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(origin: Option<&str>, host: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        let mut config = Config::default();
        config.http.public_url = Some("https://live.example.com".into());
        config.http.allowed_origins = vec!["https://app.example.org".into()];
        origin_is_allowed(&headers, &config)
    }

    #[test]
    fn pages_of_strangers_may_not_connect() {
        assert!(allowed(None, "live.example.com"));
        assert!(
            allowed(Some("https://live.example.com"), "10.0.0.3:8080"),
            "behind a proxy"
        );
        assert!(allowed(Some("http://localhost:8080"), "localhost:8080"));
        assert!(allowed(Some("https://app.example.org"), "live.example.com"));
        for stranger in [
            "https://evil.example",
            "null",
            "https://live.example.com.evil.example",
        ] {
            assert!(!allowed(Some(stranger), "live.example.com"), "{stranger}");
        }
    }
}
