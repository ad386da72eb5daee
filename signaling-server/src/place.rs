//! A socket's place among those that the gateway takes.

use crate::Gateway;
use std::net::IpAddr;

/// A place; free again when dropped, with the last of the socket's state.
pub(crate) struct Place {
    gateway: Gateway,
    addr: IpAddr,
}

impl Place {
    /// Counts a socket of `addr` in; `None` where a limit is reached.
    pub(crate) fn take(gateway: &Gateway, addr: IpAddr) -> Option<Self> {
        gateway.admit(addr).then(|| Self {
            gateway: gateway.clone(),
            addr,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.gateway.dismiss(self.addr);
    }
}
