use live_service::start::{CONFIG_FILE_DEFAULT, load_config};
use std::{path::Path, process::ExitCode};

/// Reads the configuration and says where it came from; what is wrong is the error.
pub(crate) fn run(file: Option<&Path>) -> anyhow::Result<ExitCode> {
    let config = load_config(file)?;
    live_http::Front::new(&config.http)?;
    let path = file.unwrap_or_else(|| Path::new(CONFIG_FILE_DEFAULT));
    if path.is_file() {
        println!("ok: {} and the environment", path.display());
    } else {
        println!(
            "ok: defaults and the environment ({} is not there)",
            path.display()
        );
    }
    Ok(ExitCode::SUCCESS)
}
