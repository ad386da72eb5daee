//! Everything that the server logs in this test process, down to `debug`.

use parking_lot::Mutex;
use std::{
    io::{self, Write},
    sync::OnceLock,
};
use tracing_subscriber::fmt::MakeWriter;

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Sink;

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Sink {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}

/// Begins to keep what is logged.
pub(crate) fn keep() {
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::DEBUG)
            .with_ansi(false)
            .with_writer(Sink)
            .init();
    });
}

/// All of it, of all tests so far.
pub(crate) fn all() -> String {
    String::from_utf8(LINES.lock().clone()).unwrap()
}

/// The lines with `text` in them.
pub(crate) fn lines_with(text: &str) -> Vec<String> {
    let all = all();
    let lines = all.lines().filter(|line| line.contains(text));
    lines.map(str::to_owned).collect()
}
