use live_config::Config;
use std::process::ExitCode;
use url::Url;

/// Keys that hold an address with a password in it.
const SECRET_KEYS: &[&str] = &["database.url", "bus.redis_url", "mail.smtp_url"];
/// What stands in a password's place.
const HIDDEN: &str = "hidden";

/// Prints the configuration as TOML.
pub(crate) fn run(config: &Config) -> anyhow::Result<ExitCode> {
    print!("{}", render(config)?);
    Ok(ExitCode::SUCCESS)
}

fn render(config: &Config) -> anyhow::Result<String> {
    let mut table = toml::Table::try_from(config)?;
    for key in SECRET_KEYS {
        let Some((section, name)) = key.split_once('.') else {
            continue;
        };
        let value = table
            .get_mut(section)
            .and_then(|section| section.get_mut(name));
        if let Some(toml::Value::String(text)) = value {
            *text = without_password(text);
        }
    }
    Ok(toml::to_string(&table)?)
}

/// The address without its password; hidden whole if it can't be read as an address, or if it
/// has parameters, for those may hold one too.
fn without_password(text: &str) -> String {
    match Url::parse(text) {
        Ok(mut url) if url.query().is_none() => {
            if url.password().is_some() && url.set_password(Some(HIDDEN)).is_err() {
                return HIDDEN.into();
            }
            url.into()
        }
        _ => HIDDEN.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use live_config::Secret;

    #[test]
    fn no_password_is_shown_and_all_else_is() {
        let mut config = Config::default();
        config.database.url = Some(Secret::new("postgres://live:hunter2@db/live"));
        config.bus.redis_url = Some(Secret::new("redis://:hunter2@cache:6379/0"));
        config.mail.smtp_url = Some(Secret::new("smtp://u:x@mail?password=hunter2"));
        let text = render(&config).unwrap();
        assert!(!text.contains("hunter2"), "{text}");
        assert!(text.contains("postgres://live:hidden@db/live"), "{text}");
        assert!(text.contains("part_target_ms = 300"), "{text}");
    }

    /// `Secret` prints nothing: a key whose value is missing from the debug output is one.
    #[test]
    fn the_list_of_secret_keys_is_complete() {
        let mut config = Config::default();
        let mark = || Some(Secret::new("redis://secret-mark"));
        config.database.url = mark();
        config.bus.redis_url = mark();
        config.mail.smtp_url = mark();
        let debug = format!("{config:?}");
        assert_eq!(debug.matches("Secret(…)").count(), SECRET_KEYS.len());
    }
}
