//! NAL units with length prefixes, the form of H.264 and H.265 in RTMP and in MP4.

/// Whether the lengths add up to the data: at least one unit, none empty, nothing left over.
/// Costs one look at each unit's prefix.
pub(crate) fn are_whole(data: &[u8], length_size: usize) -> bool {
    let mut rest = data;
    while !rest.is_empty() {
        let Some((prefix, tail)) = rest.split_at_checked(length_size) else {
            return false;
        };
        let length = prefix
            .iter()
            .fold(0_usize, |length, &byte| length << 8 | usize::from(byte));
        if length == 0 || length > tail.len() {
            return false;
        }
        rest = &tail[length..];
    }
    !data.is_empty()
}

#[cfg(test)]
mod tests {
    use super::are_whole;

    #[test]
    fn lengths_must_add_up() {
        assert!(are_whole(&[0, 0, 0, 1, 0x65], 4));
        assert!(are_whole(&[0, 1, 0x65, 0, 2, 0x41, 0x9a], 2));
        assert!(!are_whole(&[], 4), "nothing");
        assert!(!are_whole(&[0, 0, 0, 2, 0x65], 4), "cut short");
        assert!(!are_whole(&[0, 0, 0, 1, 0x65, 0], 4), "something left over");
        assert!(!are_whole(&[0, 0, 0, 0], 4), "an empty unit");
    }
}
