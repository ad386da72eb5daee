use super::*;
use live_config::Secret;

fn find<'a>(findings: &'a [Finding], name: &str) -> &'a Finding {
    findings
        .iter()
        .find(|finding| finding.name == name)
        .unwrap_or_else(|| panic!("{name} is not examined"))
}

#[tokio::test]
async fn a_good_machine_has_nothing_to_fail() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let dir = tempfile::tempdir().unwrap();
    let config = Config::for_testing(dir.path());
    let findings = examine(&config).await;
    for finding in &findings {
        assert_ne!(finding.level, Level::Fail, "{finding:?}");
    }
    assert_eq!(find(&findings, "database").level, Level::Ok);
    assert_eq!(find(&findings, "data").level, Level::Ok);
}

#[tokio::test]
async fn what_is_wrong_is_named_with_what_to_do() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let mut config = Config::for_testing(dir.path());
    config.data_dir = file.join("below-a-file");
    config.bus.redis_url = Some(Secret::new("redis://127.0.0.1:1"));
    config.http.web_dir = dir.path().join("nothing");
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    config.rtmp.addr = taken.local_addr().unwrap();

    let findings = examine(&config).await;
    for (name, level) in [
        ("data", Level::Fail),
        ("database", Level::Fail),
        ("redis", Level::Fail),
        ("rtmp", Level::Fail),
        ("web", Level::Warn),
    ] {
        let finding = find(&findings, name);
        assert_eq!(finding.level, level, "{finding:?}");
        assert!(finding.advice.is_some(), "{finding:?}");
    }
}
