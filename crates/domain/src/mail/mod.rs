//! E-mails. What is to be sent is queued ([`AccountMail`] is the job) within the transaction that
//! makes it necessary; a worker calls [`deliver`], which makes the token, writes the text and hands
//! it to the mail server, or to a folder where there is none.

mod account_mail;
mod deliver;
mod mailer;
mod text;

pub use account_mail::AccountMail;
pub use deliver::{DeliverError, deliver};
pub use mailer::MailError;

pub(crate) use account_mail::queue;
pub(crate) use mailer::Mailer;
