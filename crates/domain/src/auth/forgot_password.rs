use crate::{
    Domain, Result,
    mail::{self, AccountMail},
};
use live_protocol::auth::ForgotPassword;

/// Has a link to set a new password sent, if the address is known. It looks the same from outside
/// whether it is: the queue is told either way, and the worker looks.
pub async fn forgot_password(domain: &Domain, forgot: ForgotPassword) -> Result<()> {
    let email = super::validate::email(&forgot.email)?;
    mail::queue(domain, AccountMail::ResetPassword { email }).await
}
