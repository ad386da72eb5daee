//! Registering and logging in.

use crate::app::{PASSWORD, on_both, on_both_with, registration};
use live_protocol::{ErrorCode, auth::Tokens, user::Role};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn someone_registers_and_logs_in_by_name_or_address() {
    on_both(|app| async move {
        let tokens = app.register_as("ada").await;
        assert_eq!(tokens.user.username, "ada");
        assert_eq!(tokens.user.display_name, "ada");
        assert_eq!(tokens.user.role, Role::User);
        assert!(!tokens.user.email_verified);
        assert_eq!(tokens.expires_in, 900);
        for login in ["ada", "Ada@Example.com", " ada "] {
            let tokens: Tokens = app.login(login, PASSWORD).await.json(200);
            assert_eq!(tokens.user.username, "ada");
        }
        let path = "/api/auth/logout";
        app.ask(Method::POST, path, &tokens.access_token, None)
            .await
            .nothing();
        let again = app
            .ask(Method::POST, path, &tokens.access_token, None)
            .await;
        again.refused(ErrorCode::Unauthenticated);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_answered_alike() {
    on_both(|app| async move {
        app.register_as("ada").await;
        let wrong = app.login("ada", "not the password").await;
        let unknown = app.login("nobody", PASSWORD).await;
        let mut wrong = wrong.refused(ErrorCode::BadCredentials);
        let mut unknown = unknown.refused(ErrorCode::BadCredentials);
        (wrong.request_id, unknown.request_id) = (None, None);
        assert_eq!(wrong, unknown);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn names_and_addresses_belong_to_one_account() {
    on_both(|app| async move {
        app.register_as("ada").await;
        let taken = app.post("/api/auth/register", registration("ada")).await;
        taken.refused(ErrorCode::UsernameTaken);
        let mut other = registration("grace");
        other["email"] = json!("ADA@example.com");
        let taken = app.post("/api/auth/register", other).await;
        taken.refused(ErrorCode::EmailTaken);

        let wrong = json!({ "username": "A", "email": "x", "password": "short" });
        let problem = app.post("/api/auth/register", wrong).await;
        let problem = problem.refused(ErrorCode::InvalidRequest);
        let fields: Vec<_> = problem
            .errors
            .iter()
            .map(|error| error.field.as_str())
            .collect();
        assert_eq!(fields, ["username", "email", "password"]);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn of_many_who_want_a_name_at_once_one_gets_it() {
    on_both(|app| async move {
        let tries = (0..8).map(|_| app.post("/api/auth/register", registration("ada")));
        let answers = futures::future::join_all(tries).await;
        let made = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(made, 1);
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            answer.refused(ErrorCode::UsernameTaken);
        }
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn the_setup_token_makes_the_first_admin_once() {
    let closed = |config: &mut live_config::Config| config.auth.registration_open = false;
    on_both_with(closed, |app| async move {
        let refused = app.post("/api/auth/register", registration("ada")).await;
        refused.refused(ErrorCode::Forbidden);

        let old = live_domain::auth::offer_setup(&app.domain)
            .await
            .unwrap()
            .unwrap();
        let token = live_domain::auth::offer_setup(&app.domain)
            .await
            .unwrap()
            .unwrap();
        let with = |username, token: &str| {
            let mut body = registration(username);
            body["setup_token"] = json!(token);
            body
        };
        for bad in ["nonsense", &old] {
            let refused = app.post("/api/auth/register", with("admin", bad)).await;
            refused.refused(ErrorCode::TokenInvalid);
        }
        let tokens: Tokens = app
            .post("/api/auth/register", with("admin", &token))
            .await
            .json(201);
        assert_eq!(tokens.user.role, Role::Admin);
        let again = app.post("/api/auth/register", with("second", &token)).await;
        again.refused(ErrorCode::TokenInvalid);
        let offered = live_domain::auth::offer_setup(&app.domain).await.unwrap();
        assert_eq!(offered, None, "there is an admin");
        app.stop().await;
    })
    .await;
}
