//! The simple handshake (RTMP 1.0, 5.2). Clients that send a digest (Flash 9 and later) get it
//! too: S1 with version zero tells them to do without, and C2 is not checked.

use crate::SessionError;
use bytes::{BufMut, BytesMut};

/// C1, C2, S1 and S2 each.
pub(crate) const BLOCK_BYTES: usize = 1_536;
const VERSION: u8 = 3;

/// The server's half.
#[derive(Debug)]
pub(crate) struct ServerHandshake {
    seed: u64,
    answered: bool,
}

impl ServerHandshake {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            answered: false,
        }
    }

    /// Takes what it can from `input`; true once C2 has been taken.
    pub(crate) fn advance(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Result<bool, SessionError> {
        if !self.answered {
            match input.first() {
                Some(&VERSION) => {}
                Some(&other) => return Err(SessionError::HandshakeVersion(other)),
                None => return Ok(false),
            }
            if input.len() < 1 + BLOCK_BYTES {
                return Ok(false);
            }
            let c0_c1 = input.split_to(1 + BLOCK_BYTES);
            output.reserve(1 + 2 * BLOCK_BYTES);
            output.put_u8(VERSION);
            put_block(self.seed, output);
            output.put_slice(&c0_c1[1..]);
            self.answered = true;
        }
        if input.len() < BLOCK_BYTES {
            return Ok(false);
        }
        let _c2 = input.split_to(BLOCK_BYTES);
        Ok(true)
    }
}

/// The client's half, its beginning: writes C0 and C1.
pub(crate) fn begin_client(seed: u64, output: &mut BytesMut) {
    output.put_u8(VERSION);
    put_block(seed, output);
}

/// The client's half, its end: true once S2 has been taken; C2 is then in `output`.
pub(crate) fn advance_client(
    input: &mut BytesMut,
    output: &mut BytesMut,
) -> Result<bool, SessionError> {
    match input.first() {
        Some(&VERSION) => {}
        Some(&other) => return Err(SessionError::HandshakeVersion(other)),
        None => return Ok(false),
    }
    if input.len() < 1 + 2 * BLOCK_BYTES {
        return Ok(false);
    }
    let answer = input.split_to(1 + 2 * BLOCK_BYTES);
    output.put_slice(&answer[1..=BLOCK_BYTES]);
    Ok(true)
}

/// Time and version zero, then filler. The filler only tells connections apart, so a small
/// generator is enough (xorshift64*).
fn put_block(seed: u64, output: &mut BytesMut) {
    output.put_u64(0);
    let mut state = seed | 1;
    for _ in 0..(BLOCK_BYTES - 8) / 8 {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        output.put_u64(state.wrapping_mul(0x2545_F491_4F6C_DD1D));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn client_and_server_shake_hands_byte_by_byte() {
        let (mut to_server, mut to_client) = (BytesMut::new(), BytesMut::new());
        begin_client(1, &mut to_server);
        let mut server = ServerHandshake::new(2);
        let mut input = BytesMut::new();
        for byte in to_server.split() {
            input.put_u8(byte);
            assert!(!server.advance(&mut input, &mut to_client).unwrap());
        }
        assert_eq!(to_client.len(), 1 + 2 * BLOCK_BYTES);
        assert!(advance_client(&mut to_client, &mut to_server).unwrap());
        assert!(server.advance(&mut to_server, &mut to_client).unwrap());
    }

    #[test]
    fn a_browser_is_turned_away_at_the_first_byte() {
        let mut server = ServerHandshake::new(2);
        let mut input = BytesMut::from(&b"GET / HTTP/1.1\r\n"[..]);
        assert_eq!(
            server.advance(&mut input, &mut BytesMut::new()),
            Err(SessionError::HandshakeVersion(b'G'))
        );
    }
}
