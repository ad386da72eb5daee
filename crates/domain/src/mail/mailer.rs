use crate::Domain;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor, address::AddressError,
    transport::smtp,
};
use live_config::{Config, Secret};
use std::{path::PathBuf, sync::OnceLock, time::Duration};
use tokio::fs;

/// How long the mail server may take for one command.
const SMTP_TIMEOUT: Duration = Duration::from_secs(20);

/// A mail can't be written or sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// `mail.smtp_url` is no address of a mail server.
    #[error("`mail.smtp_url` is not usable")]
    Url(#[source] smtp::Error),
    /// The mail server refused, or can't be reached.
    #[error("the mail server did not take it")]
    Smtp(#[source] smtp::Error),
    /// An address is not usable in a mail.
    #[error("an address is not usable")]
    Address(#[source] AddressError),
    /// The mail can't be put together.
    #[error("the mail can't be put together")]
    Build(#[source] lettre::error::Error),
    /// The mail can't be written to the folder.
    #[error("the mail can't be written to the folder")]
    Folder(#[from] std::io::Error),
}

impl MailError {
    /// Whether it is no use to try again.
    pub fn is_final(&self) -> bool {
        match self {
            Self::Smtp(error) => error.is_permanent(),
            Self::Address(_) | Self::Build(_) => true,
            Self::Url(_) | Self::Folder(_) => false,
        }
    }
}

type Smtp = AsyncSmtpTransport<Tokio1Executor>;

/// Sends mails over SMTP, or writes them to `mail/` in the data folder.
pub(crate) struct Mailer {
    url: Option<Secret>,
    /// Connected when the first mail is sent.
    smtp: OnceLock<Smtp>,
    folder: PathBuf,
}

impl Mailer {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            url: config.mail.smtp_url.clone(),
            smtp: OnceLock::new(),
            folder: config.data_dir.join("mail"),
        }
    }

    /// Fails if `mail.smtp_url` is no address of a mail server. It does not connect.
    pub(crate) fn check(config: &Config) -> Result<(), MailError> {
        match &config.mail.smtp_url {
            Some(url) => transport(url).map(drop),
            None => Ok(()),
        }
    }

    pub(super) async fn send(&self, message: Message, domain: &Domain) -> Result<(), MailError> {
        let Some(url) = &self.url else {
            return self.write(&message, domain).await;
        };
        let smtp = if let Some(smtp) = self.smtp.get() {
            smtp
        } else {
            let made = transport(url)?;
            self.smtp.get_or_init(|| made)
        };
        smtp.send(message).await.map_err(MailError::Smtp)?;
        Ok(())
    }

    /// For machines without a mail server: whoever runs the platform finds the mail in a file.
    async fn write(&self, message: &Message, domain: &Domain) -> Result<(), MailError> {
        fs::create_dir_all(&self.folder).await?;
        let name = format!(
            "{}-{}.eml",
            domain.clock.now().as_ms(),
            hex::encode(domain.random.bytes::<4>())
        );
        let (draft, path) = (
            self.folder.join(format!(".{name}")),
            self.folder.join(&name),
        );
        fs::write(&draft, message.formatted()).await?;
        fs::rename(&draft, &path).await?;
        tracing::info!(
            path = %path.display(),
            "no mail server is configured (mail.smtp_url): the mail was written to a file"
        );
        Ok(())
    }
}

fn transport(url: &Secret) -> Result<Smtp, MailError> {
    let builder = Smtp::from_url(url.reveal()).map_err(MailError::Url)?;
    Ok(builder.timeout(Some(SMTP_TIMEOUT)).build())
}
