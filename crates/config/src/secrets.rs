//! Secrets: made at the first start, kept in files of mode 0600 under `data_dir/secrets/`, never
//! defaulted in code. In a fleet every service is given the same folder (or the same values in
//! `LIVE_SECRET_<NAME>`).

use crate::ConfigError;
use serde::{Deserialize, Serialize};
use std::{
    fmt, fs,
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

/// A text that is never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Keeps `text` from being printed.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The secrets that services share.
#[derive(Debug, Clone)]
pub struct Secrets {
    /// Signs access tokens (HS256).
    pub access_key: Secret,
    /// Signs playback and room tokens, which media services check (HS256).
    pub playback_key: Secret,
    /// The services' shared secret for internal hooks.
    pub internal: Secret,
}

impl Secrets {
    /// Reads the secrets of `data_dir`, and makes those that are missing.
    pub fn load_or_create(data_dir: &Path) -> Result<Self, ConfigError> {
        let dir = data_dir.join("secrets");
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&dir)
            .map_err(|source| ConfigError::Io {
                path: dir.clone(),
                source,
            })?;
        Ok(Self {
            access_key: one(&dir, "access_key")?,
            playback_key: one(&dir, "playback_key")?,
            internal: one(&dir, "internal")?,
        })
    }
}

fn one(dir: &Path, name: &str) -> Result<Secret, ConfigError> {
    if let Ok(text) = std::env::var(format!("LIVE_SECRET_{}", name.to_ascii_uppercase())) {
        return Ok(Secret(text));
    }
    let path = dir.join(name);
    let io_error = |source| ConfigError::Io {
        path: path.clone(),
        source,
    };
    match read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        other => return other.map_err(io_error),
    }
    // Written whole under another name and linked into place: of two services that start at
    // once, one wins and both read the same secret.
    let fresh = hex::encode(random());
    let draft = dir.join(format!(".{name}.{}", hex::encode(&random()[..8])));
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut file| {
            file.write_all(fresh.as_bytes())?;
            file.sync_all()
        })
        .map_err(io_error)?;
    let linked = fs::hard_link(&draft, &path);
    let _ = fs::remove_file(&draft);
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(io_error(error)),
        _ => read(&path).map_err(io_error),
    }
}

fn read(path: &Path) -> io::Result<Secret> {
    let text = fs::read_to_string(path)?;
    if text.trim().len() < 32 {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "too short for a secret",
        ));
    }
    Ok(Secret(text.trim().to_owned()))
}

#[expect(
    clippy::disallowed_methods,
    reason = "secrets are made before there is a clock to pass"
)]
fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    rand::RngCore::fill_bytes(&mut rand::rng(), &mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn secrets_are_made_once_and_only_their_owner_reads_them() {
        let dir = tempfile::tempdir().unwrap();
        let first = Secrets::load_or_create(dir.path()).unwrap();
        let second = Secrets::load_or_create(dir.path()).unwrap();
        assert_eq!(first.access_key, second.access_key);
        assert_ne!(first.access_key, first.playback_key);
        let file = fs::metadata(dir.path().join("secrets/access_key")).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600);
        assert!(!format!("{first:?}").contains(first.internal.reveal()));
    }

    #[test]
    fn a_cut_secret_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("secrets")).unwrap();
        fs::write(dir.path().join("secrets/internal"), "short").unwrap();
        assert!(Secrets::load_or_create(dir.path()).is_err());
    }
}
