//! Reading bit by bit, never past the end.

use crate::HlsError;

/// Zero bits before an Exp-Golomb number's first one; more can't fit in 32 bits.
const LEADING_ZEROS_MAX: u32 = 31;

/// A position in a slice, in bits.
#[derive(Debug, Clone)]
pub(crate) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Bits<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(crate) fn bit(&mut self) -> Result<bool, HlsError> {
        let byte = self
            .bytes
            .get(self.at / 8)
            .ok_or(HlsError::record("the codec record is cut short"))?;
        let bit = byte >> (7 - self.at % 8) & 1;
        self.at += 1;
        Ok(bit == 1)
    }

    /// The next `count` (at most 32) bits as a number.
    pub(crate) fn read(&mut self, count: u32) -> Result<u32, HlsError> {
        let mut value = 0;
        for _ in 0..count.min(32) {
            value = value << 1 | u32::from(self.bit()?);
        }
        Ok(value)
    }

    pub(crate) fn skip(&mut self, count: usize) -> Result<(), HlsError> {
        let at = self.at.saturating_add(count);
        if at > self.bytes.len() * 8 {
            return Err(HlsError::record("the codec record is cut short"));
        }
        self.at = at;
        Ok(())
    }

    /// An unsigned Exp-Golomb number (H.264, 9.1).
    pub(crate) fn ue(&mut self) -> Result<u32, HlsError> {
        let mut zeros = 0;
        while !self.bit()? {
            zeros += 1;
            if zeros > LEADING_ZEROS_MAX {
                return Err(HlsError::record("a number in the codec record is too long"));
            }
        }
        let rest = u64::from(self.read(zeros)?);
        u32::try_from((1_u64 << zeros) - 1 + rest)
            .map_err(|_| HlsError::record("a number in the codec record is too long"))
    }

    /// A signed Exp-Golomb number (H.264, 9.1.1).
    pub(crate) fn se(&mut self) -> Result<i64, HlsError> {
        let code = i64::from(self.ue()?);
        let half = (code + 1) / 2;
        Ok(if code % 2 == 1 { half } else { -half })
    }
}

/// A NAL unit's payload without its emulation prevention bytes (H.264, 7.3.1).
pub(crate) fn unescape(nal: &[u8]) -> Vec<u8> {
    let mut payload = Vec::with_capacity(nal.len());
    let mut zeros = 0;
    for &byte in nal {
        if zeros >= 2 && byte == 3 {
            zeros = 0;
            continue;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        payload.push(byte);
    }
    payload
}

/// Takes `count` bytes off the front.
pub(crate) fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Result<&'a [u8], HlsError> {
    let (head, tail) = bytes
        .split_at_checked(count)
        .ok_or(HlsError::record("the codec record is cut short"))?;
    *bytes = tail;
    Ok(head)
}

/// Takes a big-endian number of two bytes off the front.
pub(crate) fn take_u16(bytes: &mut &[u8]) -> Result<u16, HlsError> {
    let head = take(bytes, 2)?;
    Ok(u16::from(head[0]) << 8 | u16::from(head[1]))
}
