use super::{PictureKind, folder, path};
use crate::{Domain, Error, Result};
use tokio::fs;

/// Stores a picture under a new random name, which it answers.
pub(crate) async fn store(domain: &Domain, kind: PictureKind, jpeg: &[u8]) -> Result<String> {
    let dir = folder(&domain.config, kind);
    let name = format!("{}.jpg", hex::encode(domain.random.bytes::<16>()));
    let written = async {
        fs::create_dir_all(&dir).await?;
        // Whole under another name first: it is served from the moment it has its name.
        let draft = dir.join(format!(".{name}"));
        fs::write(&draft, jpeg).await?;
        fs::rename(&draft, dir.join(&name)).await
    };
    written.await.map_err(Error::unavailable)?;
    Ok(name)
}

/// Removes a picture that nobody has any more. If it can't, the file stays and nobody finds it.
pub(crate) async fn remove(domain: &Domain, kind: PictureKind, name: &str) {
    let Some(path) = path(&domain.config, kind, name) else {
        return;
    };
    if let Err(error) = fs::remove_file(&path).await {
        tracing::warn!(path = %path.display(), %error, "an old picture stays");
    }
}
