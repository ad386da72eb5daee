//! How many connections there may be, in all and of one address.

use live_config::rtmp::RtmpConfig;
use parking_lot::Mutex;
use std::{collections::HashMap, net::IpAddr, sync::Arc};

#[derive(Clone)]
pub(crate) struct Slots(Arc<Inner>);

struct Inner {
    all_max: usize,
    of_addr_max: usize,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    all: usize,
    of_addr: HashMap<IpAddr, usize>,
}

/// A connection's place; free again when dropped.
pub(crate) struct Slot {
    slots: Slots,
    addr: IpAddr,
}

impl Slots {
    pub(crate) fn new(config: &RtmpConfig) -> Self {
        Self(Arc::new(Inner {
            all_max: config.connections_max,
            of_addr_max: config.connections_per_ip_max,
            taken: Mutex::default(),
        }))
    }

    /// A place for a connection of `addr`; `None` where a limit is reached.
    pub(crate) fn take(&self, addr: IpAddr) -> Option<Slot> {
        let mut taken = self.0.taken.lock();
        let of_addr = taken.of_addr.get(&addr).copied().unwrap_or(0);
        if taken.all >= self.0.all_max || of_addr >= self.0.of_addr_max {
            return None;
        }
        taken.all += 1;
        taken.of_addr.insert(addr, of_addr + 1);
        Some(Slot {
            slots: self.clone(),
            addr,
        })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut taken = self.slots.0.taken.lock();
        taken.all -= 1;
        if let Some(count) = taken.of_addr.get_mut(&self.addr) {
            *count -= 1;
            if *count == 0 {
                taken.of_addr.remove(&self.addr);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_its_connection_goes() {
        let config = RtmpConfig {
            connections_max: 3,
            connections_per_ip_max: 2,
            ..RtmpConfig::default()
        };
        let slots = Slots::new(&config);
        let [one, other]: [IpAddr; 2] = [[127, 0, 0, 1].into(), [127, 0, 0, 2].into()];
        let first = slots.take(one).unwrap();
        let _second = slots.take(one).unwrap();
        assert!(slots.take(one).is_none(), "of one address");
        let _third = slots.take(other).unwrap();
        assert!(slots.take(other).is_none(), "in all");
        drop(first);
        assert!(slots.take(other).is_some());
    }
}
