//! Who asks: the peer's address, or what trusted proxies say of it.

use crate::Problem;
use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, request::Parts};
use ipnet::IpNet;
use live_config::ConfigError;
use live_protocol::ErrorCode;
use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

/// The address of the client, as an extractor. Never logged: it is personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddr(pub IpAddr);

impl ClientAddr {
    /// What limits count by: the address, or the /64 of an IPv6 one, for a subscriber has all of
    /// that.
    pub fn limit_key(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(_) => self.0,
            IpAddr::V6(v6) => {
                let network = u128::from(v6) & (u128::MAX << 64);
                IpAddr::V6(Ipv6Addr::from(network))
            }
        }
    }
}

/// Proxies whose `X-Forwarded-For` is believed.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Arc<[IpNet]>);

impl TrustedProxies {
    /// Reads `http.trusted_proxies`: networks (`10.0.0.0/8`) or single addresses.
    ///
    /// # Errors
    /// Names the entry that is neither.
    pub fn parse(entries: &[String]) -> Result<Self, ConfigError> {
        entries
            .iter()
            .map(|text| {
                text.parse::<IpNet>()
                    .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
                    .map_err(|_| ConfigError::Value {
                        key: "http.trusted_proxies",
                        problem: format!("`{text}` is no network like 10.0.0.0/8"),
                    })
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    fn contains(&self, addr: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&addr))
    }

    /// The client's address: read from the right, the first address of `X-Forwarded-For` that is
    /// no trusted proxy. What stands left of it may be a lie.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> ClientAddr {
        let mut client = peer.to_canonical();
        let hops: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        for hop in hops.into_iter().rev() {
            if !self.contains(client) {
                break;
            }
            let Some(addr) = parse_hop(hop.trim()) else {
                break;
            };
            client = addr.to_canonical();
        }
        ClientAddr(client)
    }
}

/// An address with or without a port or brackets.
fn parse_hop(text: &str) -> Option<IpAddr> {
    text.parse::<IpAddr>()
        .or_else(|_| text.parse::<SocketAddr>().map(|addr| addr.ip()))
        .or_else(|_| text.trim_matches(['[', ']']).parse())
        .ok()
}

/// The layer: resolves the address once, for extractors and limits.
pub(crate) async fn layer(
    State(proxies): State<TrustedProxies>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(addr)| addr.ip());
    if let Some(peer) = peer {
        let client = proxies.client(peer, request.headers());
        request.extensions_mut().insert(client);
    }
    next.run(request).await
}

impl<S: Sync> FromRequestParts<S> for ClientAddr {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        // Only a service without `Front` could lack it.
        let found = parts.extensions.get().copied();
        found.ok_or_else(|| Problem::new(ErrorCode::Internal))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let trusted: Vec<String> = trusted.iter().map(|&text| text.into()).collect();
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let proxies = TrustedProxies::parse(&trusted).unwrap();
        proxies
            .client(peer.parse().unwrap(), &headers)
            .0
            .to_string()
    }

    #[test]
    fn a_stranger_is_not_believed() {
        assert_eq!(client(&[], "203.0.113.9", &["1.1.1.1"]), "203.0.113.9");
        assert_eq!(
            client(&["10.0.0.0/8"], "203.0.113.9", &["1.1.1.1"]),
            "203.0.113.9"
        );
    }

    #[test]
    fn behind_proxies_the_first_untrusted_from_the_right_counts() {
        let trusted = ["10.0.0.0/8", "127.0.0.1"];
        assert_eq!(
            client(&trusted, "127.0.0.1", &["6.6.6.6, 203.0.113.9, 10.1.2.3"]),
            "203.0.113.9"
        );
        assert_eq!(
            client(&trusted, "127.0.0.1", &["6.6.6.6", "203.0.113.9"]),
            "203.0.113.9"
        );
        assert_eq!(client(&trusted, "127.0.0.1", &["rubbish"]), "127.0.0.1");
        assert_eq!(
            client(&trusted, "127.0.0.1", &["[2001:db8::1]:443"]),
            "2001:db8::1"
        );
    }

    #[test]
    fn an_ipv4_address_in_ipv6_clothes_is_the_same() {
        assert_eq!(
            client(&["10.0.0.0/8"], "::ffff:10.0.0.1", &["203.0.113.9"]),
            "203.0.113.9"
        );
    }

    #[test]
    fn an_ipv6_subscriber_is_counted_once() {
        let one = ClientAddr("2001:db8::1".parse().unwrap());
        let two = ClientAddr("2001:db8::ffff:1".parse().unwrap());
        assert_eq!(one.limit_key(), two.limit_key());
    }

    #[test]
    fn an_entry_that_is_no_network_is_named() {
        let error = TrustedProxies::parse(&["ten".into()]).unwrap_err();
        assert!(error.to_string().contains("http.trusted_proxies"));
    }
}
