//! Reads what the packager wrote, to see that its times fit together.

/// A chunk's times, ticks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// `tfdt`.
    pub(crate) start: u64,
    /// Of each sample.
    pub(crate) durations: Vec<u32>,
}

impl Chunk {
    pub(crate) fn end(&self) -> u64 {
        self.start + self.durations.iter().map(|d| u64::from(*d)).sum::<u64>()
    }
}

/// Reads a chunk, which must be one `moof` and its `mdat`, of the sizes that it says.
pub(crate) fn read(bytes: &[u8]) -> Chunk {
    let (moof, rest) = take(bytes, *b"moof");
    let (mdat, rest) = take(rest, *b"mdat");
    assert!(rest.is_empty());
    let (_, traf) = take(moof, *b"mfhd");
    let (traf, rest) = take(traf, *b"traf");
    assert!(rest.is_empty());
    let (tfhd, rest) = take(traf, *b"tfhd");
    let (tfdt, rest) = take(rest, *b"tfdt");
    let (trun, rest) = take(rest, *b"trun");
    assert!(rest.is_empty());
    let default = u32_at(tfhd, 8);
    let start = u64::from(u32_at(tfdt, 4)) << 32 | u64::from(u32_at(tfdt, 8));
    let (flags, count) = (u32_at(trun, 0) & 0xff_ffff, u32_at(trun, 4) as usize);
    let fields = (flags & 0xf00).count_ones() as usize;
    let has_duration = flags & 0x100 != 0;
    let entries = trun[12..].chunks(4 * fields.max(1));
    assert_eq!(entries.len(), count);
    let mut sizes = 0;
    let mut durations = Vec::new();
    for entry in entries {
        durations.push(if has_duration {
            u32_at(entry, 0)
        } else {
            default
        });
        sizes += u32_at(entry, if has_duration { 4 } else { 0 }) as usize;
    }
    assert_eq!(sizes, mdat.len(), "the samples are the data");
    assert_eq!(
        u32_at(trun, 8) as usize,
        moof.len() + 16,
        "the data's place"
    );
    Chunk { start, durations }
}

fn take(bytes: &[u8], name: [u8; 4]) -> (&[u8], &[u8]) {
    let len = u32_at(bytes, 0) as usize;
    assert_eq!(bytes[4..8], name);
    (&bytes[8..len], &bytes[len..])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap())
}
