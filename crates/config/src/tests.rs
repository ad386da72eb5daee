use super::*;
use std::fs;

fn load(text: &str) -> Result<Config, ConfigError> {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("live-engine.toml");
    fs::write(&file, text).unwrap();
    Config::from_figment(
        Figment::from(Serialized::defaults(Config::default())).merge(Toml::file_exact(&file)),
    )
}

#[test]
fn an_empty_file_is_the_defaults() {
    assert_eq!(load("").unwrap(), Config::default());
}

#[test]
fn an_unknown_key_is_named() {
    let error = load("[rtmp]\nadress = \"0.0.0.0:1\"")
        .unwrap_err()
        .to_string();
    assert!(error.contains("adress"), "{error}");
}

#[test]
fn a_wrong_type_is_named() {
    let error = load("[rtmp]\naddr = 5").unwrap_err().to_string();
    assert!(error.contains("rtmp.addr"), "{error}");
}

#[test]
fn a_value_that_makes_no_sense_is_named() {
    let error = load("[hls]\npart_target_ms = 5000")
        .unwrap_err()
        .to_string();
    assert!(error.contains("hls.part_target_ms"), "{error}");
}

#[test]
fn the_database_is_a_file_unless_configured() {
    assert_eq!(
        Config::default().database_url(),
        "sqlite://storage/live.db?mode=rwc"
    );
    let config = load("[database]\nurl = \"postgres://u:p@db/live\"").unwrap();
    assert_eq!(config.database_url(), "postgres://u:p@db/live");
    assert!(
        !format!("{config:?}").contains("u:p@"),
        "a password in the logs"
    );
}

#[test]
fn the_documented_sample_is_the_defaults() {
    let sample = include_str!("../../../docs/live-engine.sample.toml");
    assert_eq!(load(sample).unwrap(), Config::default());
    // Every section of the struct is in the sample.
    let defaults = toml::Value::try_from(Config::default()).unwrap();
    for section in defaults
        .as_table()
        .unwrap()
        .iter()
        .filter(|(_, value)| value.is_table())
    {
        assert!(
            sample.contains(&format!("[{}]", section.0)),
            "[{}] is missing",
            section.0
        );
    }
}

#[test]
fn a_file_that_is_not_there_matters_only_if_it_was_named() {
    let file = std::path::Path::new("/nowhere/live-engine.toml");
    assert!(Config::load(file, false).is_ok());
    let error = Config::load(file, true).unwrap_err().to_string();
    assert!(error.contains("/nowhere/live-engine.toml"), "{error}");
}
