use super::Finding;
use live_config::Config;
use std::{fs, io};

pub(super) fn examine(config: &Config) -> Finding {
    let dir = &config.data_dir;
    let shown = dir.display();
    let probe = dir.join(format!(".doctor-{}", std::process::id()));
    let written = fs::create_dir_all(dir)
        .and_then(|()| fs::write(&probe, b"x"))
        .and_then(|()| fs::remove_file(&probe));
    match written {
        Ok(()) => Finding::ok("data", format!("{shown} can be written")),
        Err(error) => Finding::fail("data", format!("{shown}: {error}"), advice(&error)),
    }
}

fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull => "free some space there",
        _ => "make the folder writable for this user, or set LIVE_DATA_DIR to another",
    }
}
