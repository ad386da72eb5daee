//! A folder of this test process. What a killed process left behind, the next one removes.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::OnceLock,
};

const PREFIX: &str = "live-test-";

/// The folder of this test process, made at the first call. Servers keep their data here.
///
/// # Panics
/// If it can't be made.
pub fn scratch_dir() -> &'static Path {
    static DIR: OnceLock<PathBuf> = OnceLock::new();
    DIR.get_or_init(|| {
        let base = std::env::temp_dir();
        remove_left_behind(&base).expect("the temporary folder can be read");
        let dir = base.join(format!("{PREFIX}{}", std::process::id()));
        fs::create_dir_all(&dir).expect("a folder in the temporary folder can be made");
        dir
    })
}

fn remove_left_behind(base: &Path) -> io::Result<()> {
    for entry in fs::read_dir(base)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.strip_prefix(PREFIX)) else {
            continue;
        };
        if pid.parse::<u32>().is_ok() && !Path::new("/proc").join(pid).exists() {
            // Another process may be removing it too.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}
