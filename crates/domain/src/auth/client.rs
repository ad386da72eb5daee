use std::net::IpAddr;

/// Characters of a user agent that are kept.
const USER_AGENT_CHARS_MAX: usize = 300;

/// The program that asks, as far as its connection tells.
#[derive(Debug, Clone, Default)]
pub struct Client {
    user_agent: String,
    addr: Option<IpAddr>,
}

impl Client {
    /// What the `User-Agent` header says (cut to 300 characters) and where it comes from.
    pub fn new(user_agent: &str, addr: Option<IpAddr>) -> Self {
        let printable = user_agent.chars().filter(|char| !char.is_control());
        Self {
            user_agent: printable.take(USER_AGENT_CHARS_MAX).collect(),
            addr,
        }
    }

    pub(super) fn user_agent(&self) -> &str {
        &self.user_agent
    }

    /// The address with its last part hidden: enough to recognise one's own network, too little to
    /// find a person. IPv4 keeps 24 bits, IPv6 48.
    pub(super) fn place(&self) -> String {
        match self.addr.map(|addr| addr.to_canonical()) {
            None => String::new(),
            Some(IpAddr::V4(v4)) => {
                let [a, b, c, _] = v4.octets();
                format!("{a}.{b}.{c}.…")
            }
            Some(IpAddr::V6(v6)) => {
                let [a, b, c, ..] = v6.segments();
                format!("{a:x}:{b:x}:{c:x}:…")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(addr: &str) -> String {
        Client::new("", addr.parse().ok()).place()
    }

    #[test]
    fn a_place_hides_the_end_of_the_address() {
        assert_eq!(place("203.0.113.77"), "203.0.113.…");
        assert_eq!(place("::ffff:203.0.113.77"), "203.0.113.…");
        assert_eq!(place("2001:db8:7:1::9"), "2001:db8:7:…");
        assert_eq!(place(""), "");
    }

    #[test]
    fn a_user_agent_is_cut_and_printable() {
        let client = Client::new(&format!("a\u{7}\n{}", "é".repeat(400)), None);
        assert_eq!(client.user_agent().chars().count(), 300);
        assert!(client.user_agent().starts_with("aé"));
    }
}
