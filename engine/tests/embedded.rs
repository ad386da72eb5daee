//! The engine as a whole, over HTTP.

use live_protocol::{
    ErrorCode,
    auth::{Login, Tokens},
    user::Role,
};
use live_testing::{TestApp, good, refused};

#[tokio::test]
async fn it_is_ready_and_ends_cleanly() {
    let app = TestApp::start().await;
    let answer = app.get("/readyz").send().await.unwrap();
    let ready: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(ready["checks"]["database"]["ok"], true);
    assert_eq!(ready["checks"]["bus"]["ok"], true);
    app.stop().await;
}

#[tokio::test]
async fn it_runs_on_postgresql_and_redis_and_tells_when_one_is_gone() {
    let builder = TestApp::builder().postgres().redis().await;
    let mut app = builder.start().await;
    drop(app.redis.take());
    live_testing::wait_for("the bus to be missed", async || {
        let answer = app.get("/readyz").send().await.ok()?;
        (answer.status() == 503).then_some(())
    })
    .await;
    let answer = app.get("/readyz").send().await.unwrap();
    let text = answer.text().await.unwrap();
    assert!(text.contains("\"bus\":{\"ok\":false"), "{text}");
    assert!(
        !text.contains("error"),
        "reasons are not for the public: {text}"
    );
    app.stop().await;
}

#[tokio::test]
async fn paths_of_services_that_do_not_exist_are_problems() {
    let app = TestApp::start().await;
    for path in ["/api/nothing", "/hls/nothing", "/internal/nothing"] {
        assert_eq!(
            refused(app.get(path)).await.code,
            ErrorCode::NotFound,
            "{path}"
        );
    }
    app.stop().await;
}

#[tokio::test]
async fn the_first_admin_is_made_by_a_link_that_works_once() {
    let app = TestApp::start().await;
    let link = app.started.admin.clone().unwrap();
    let (page, token) = link.split_once("/register?setup=").unwrap();
    assert_eq!(page, app.started.page);
    let register = |username: &str| live_protocol::auth::Register {
        username: username.into(),
        email: format!("{username}@example.com"),
        password: "correct horse battery".into(),
        display_name: None,
        setup_token: Some(token.into()),
    };
    let path = "/api/auth/register";
    let first: Tokens = good(app.post(path).json(&register("first"))).await;
    assert_eq!(first.user.role, Role::Admin);
    let second = refused(app.post(path).json(&register("second"))).await;
    assert_eq!(second.code, ErrorCode::TokenInvalid);
    app.stop().await;
}

#[tokio::test]
async fn an_admin_made_on_the_command_line_logs_in() {
    let app = TestApp::start().await;
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_live-engine"));
    command
        .args(["admin", "create", "root_user", "root@example.com"])
        .env("LIVE_DATA_DIR", app.data_dir());
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let password = text
        .lines()
        .find_map(|line| line.strip_prefix("password: "));
    let login = Login {
        login: "root_user".into(),
        password: password.unwrap().into(),
    };
    let tokens: Tokens = good(app.post("/api/auth/login").json(&login)).await;
    assert_eq!(tokens.user.role, Role::Admin);

    let again = command.output().unwrap();
    assert!(!again.status.success());
    let says = String::from_utf8(again.stderr).unwrap();
    assert!(says.contains("taken"), "{says}");
    app.stop().await;
}
