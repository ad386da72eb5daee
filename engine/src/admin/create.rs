use anyhow::{Context, bail};
use clap::Args;
use live_clock::Random;
use live_config::Config;
use live_domain::{Domain, Error, auth::create_account};
use live_protocol::{auth::Register, user::Role};
use std::{
    io::{self, BufRead, IsTerminal},
    process::ExitCode,
    sync::Arc,
};
use tokio_util::sync::CancellationToken;

/// Bytes of a password that is made here.
const PASSWORD_BYTES: usize = 12;

/// Whom to make an admin.
#[derive(Args)]
pub(crate) struct Arguments {
    /// 3 to 30 characters: lower-case letters, digits, `_`
    username: String,
    /// The admin's e-mail address
    email: String,
    /// Read the password from standard input instead of making one
    #[arg(long)]
    password_stdin: bool,
}

/// Makes the account, in the database that the engine uses, whether the engine runs or not.
pub(crate) fn run(config: Config, arguments: Arguments) -> anyhow::Result<ExitCode> {
    let (password, made) = if arguments.password_stdin {
        (read_password()?, false)
    } else {
        (make_password(), true)
    };
    let register = Register {
        username: arguments.username,
        email: arguments.email,
        password: password.clone(),
        display_name: None,
        setup_token: None,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let account = runtime.block_on(async {
        let closed = CancellationToken::new();
        let domain = Domain::connect(Arc::new(config), closed.clone()).await?;
        let account = create_account(&domain, register, Role::Admin).await;
        domain.database.close().await;
        closed.cancel();
        account.map_err(|error| explain(&error))
    })?;
    println!("admin: {}", account.username);
    if made {
        println!("password: {password}");
        println!("It is shown only now; change it after the first log-in.");
    }
    Ok(ExitCode::SUCCESS)
}

/// What was refused, with the fields.
fn explain(error: &Error) -> anyhow::Error {
    let fields: Vec<_> = error
        .field_errors()
        .iter()
        .map(|field| format!("{}: {}", field.field, field.message))
        .collect();
    let mut text = error.code().title().to_owned();
    for more in error.detail().map(str::to_owned).into_iter().chain(fields) {
        text.push_str("; ");
        text.push_str(&more);
    }
    if let Some(source) = std::error::Error::source(error) {
        text.push_str(": ");
        text.push_str(&source.to_string());
    }
    anyhow::anyhow!(text)
}

fn read_password() -> anyhow::Result<String> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        bail!(
            "--password-stdin wants the password piped in: printf '%s' \"$PASSWORD\" | live-engine admin create …"
        );
    }
    let mut line = String::new();
    stdin
        .lock()
        .read_line(&mut line)
        .context("can't read the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn make_password() -> String {
    hex::encode(Random::system().bytes::<PASSWORD_BYTES>())
}
