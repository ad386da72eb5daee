//! The demo's account: made once; its password is in a file of mode 0600.

use super::api::{Api, Error};
use anyhow::Context;
use live_clock::Random;
use live_protocol::{
    ErrorCode,
    auth::{Login, Register},
};
use std::{fs, io, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

const USERNAME: &str = "demo";

/// Logs in, and registers first where that is needed.
pub(super) async fn enter(api: &mut Api, data_dir: &Path) -> anyhow::Result<()> {
    let password = password(data_dir)?;
    let login = Login {
        login: USERNAME.into(),
        password: password.clone(),
    };
    match api.login(&login).await {
        Ok(()) => return Ok(()),
        Err(Error::Refused(problem)) if problem.code == ErrorCode::BadCredentials => {}
        Err(error) => return Err(error).context("can't log in as `demo`"),
    }
    let register = Register {
        username: USERNAME.into(),
        email: "demo@example.com".into(),
        password,
        display_name: Some("Demo".into()),
        setup_token: None,
    };
    api.register(&register)
        .await
        .context("can't make the account `demo` (if it is someone else's, there is no demo here)")
}

fn password(data_dir: &Path) -> anyhow::Result<String> {
    let path = data_dir.join("secrets").join("demo_password");
    let read_or_make = || match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let password = hex::encode(Random::system().bytes::<16>());
            fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path)?
                .write_all(password.as_bytes())?;
            Ok(password)
        }
        other => other,
    };
    read_or_make().with_context(|| format!("can't keep the password in {}", path.display()))
}
