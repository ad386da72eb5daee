use super::Finding;
use live_config::Config;
use std::path::Path;

/// Below this the engine warns: about an hour of one recorded stream.
const FREE_BYTES_WARN: u64 = 5 * GIB;
/// Below this databases break.
const FREE_BYTES_FAIL: u64 = GIB / 4;
const GIB: u64 = 1024 * 1024 * 1024;

pub(super) fn examine(config: &Config) -> Finding {
    let dir = first_that_exists(&config.data_dir);
    let free = match rustix::fs::statvfs(dir) {
        Ok(stat) => stat.f_bavail.saturating_mul(stat.f_frsize),
        Err(error) => {
            let advice = "check that the data folder's disk is mounted";
            return Finding::warn("disk", format!("{}: {error}", dir.display()), advice);
        }
    };
    judge(free)
}

fn judge(free: u64) -> Finding {
    let says = format!("{}.{} GiB free", free / GIB, free % GIB * 10 / GIB);
    let advice = "free some space, or set LIVE_DATA_DIR to a larger disk";
    if free < FREE_BYTES_FAIL {
        Finding::fail("disk", says, advice)
    } else if free < FREE_BYTES_WARN {
        Finding::warn("disk", says, advice)
    } else {
        Finding::ok("disk", says)
    }
}

/// The folder itself or the nearest one above it.
fn first_that_exists(dir: &Path) -> &Path {
    dir.ancestors()
        .find(|path| path.is_dir())
        .unwrap_or_else(|| Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Level;

    #[test]
    fn little_space_warns_and_none_fails() {
        assert_eq!(judge(100 * GIB).level, Level::Ok);
        assert_eq!(judge(2 * GIB).level, Level::Warn);
        assert_eq!(judge(0).level, Level::Fail);
    }
}
