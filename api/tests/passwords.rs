//! Passwords and e-mails.

use crate::{
    app::{Answer, App, PASSWORD, on_both},
    mail_server::{MailServer, Mood},
};
use live_domain::mail::{self, AccountMail};
use live_jobs::{Job, JobKind, Outcome, Runner};
use live_protocol::{ErrorCode, auth::Tokens, user::Account};
use reqwest::Method;
use serde_json::json;
use std::time::Duration;

const NEW_PASSWORD: &str = "another good password";

async fn body(app: &App, job: Job) -> Outcome {
    assert_eq!(job.kind, AccountMail::KIND);
    let mail: AccountMail = job.payload().unwrap();
    match mail::deliver(&app.domain, &mail, job.attempt).await {
        Ok(()) => Outcome::Done,
        Err(error) if error.is_final() => Outcome::GiveUp(error.to_string()),
        Err(error) => Outcome::Retry(error.to_string()),
    }
}

/// Runs what is queued, as a worker does; answers the mails that were written since the last
/// call, oldest first.
async fn mails(app: &App) -> Vec<String> {
    let domain = &app.domain;
    let runner = Runner::new(
        domain.database.clone(),
        domain.clock.clone(),
        domain.random.clone(),
        "test".into(),
    );
    while runner.run_due(|job| body(app, job)).await {}
    let mut found: Vec<_> = std::fs::read_dir(app.data_dir().join("mail"))
        .map(|dir| dir.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    found.sort();
    found
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            std::fs::remove_file(path).unwrap();
            text
        })
        .collect()
}

/// The token of a mail's link.
fn token<'a>(mail: &'a str, page: &str) -> &'a str {
    let (_, rest) = mail
        .split_once(&format!("/{page}?token="))
        .unwrap_or_else(|| panic!("{mail}"));
    &rest[..64]
}

async fn forgot(app: &App, email: &str) -> Answer {
    app.post("/api/auth/password/forgot", json!({ "email": email }))
        .await
}

async fn reset(app: &App, token: &str, password: &str) -> Answer {
    let body = json!({ "token": token, "new_password": password });
    app.post("/api/auth/password/reset", body).await
}

#[tokio::test]
async fn an_address_is_confirmed_by_the_link_of_its_mail() {
    on_both(|app| async move {
        let tokens = app.register_as("ada").await;
        let sent = mails(&app).await;
        let [mail] = sent.as_slice() else {
            panic!("{sent:?}");
        };
        assert!(mail.contains("To: ada@example.com"), "{mail}");
        assert!(mail.contains("Auto-Submitted: auto-generated"), "{mail}");
        let resend = async || {
            let path = "/api/auth/email/resend";
            app.ask(Method::POST, path, &tokens.access_token, None)
                .await
                .nothing();
        };
        resend().await;
        assert_eq!(mails(&app).await.len(), 0, "one a minute");
        app.clock.advance(Duration::from_mins(1));
        resend().await;
        assert_eq!(mails(&app).await.len(), 1);

        let verify = async |token: &str| {
            app.post("/api/auth/email/verify", json!({ "token": token }))
                .await
        };
        verify("nonsense").await.refused(ErrorCode::TokenInvalid);
        verify(token(mail, "verify-email")).await.nothing();
        let me = app
            .ask(Method::GET, "/api/users/me", &tokens.access_token, None)
            .await;
        assert!(me.json::<Account>(200).email_verified);
        verify(token(mail, "verify-email"))
            .await
            .refused(ErrorCode::TokenInvalid);
        app.clock.advance(Duration::from_mins(1));
        resend().await;
        assert_eq!(mails(&app).await.len(), 0, "confirmed");
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_and_all_sessions_end() {
    on_both(|app| async move {
        let tokens = app.register_as("ada").await;
        mails(&app).await;
        forgot(&app, "nobody@example.com").await.nothing();
        assert_eq!(mails(&app).await.len(), 0);
        forgot(&app, "no address")
            .await
            .refused(ErrorCode::InvalidRequest);

        forgot(&app, "Ada@example.com").await.nothing();
        forgot(&app, "ada@example.com").await.nothing();
        let sent = mails(&app).await;
        assert_eq!(sent.len(), 1, "asked twice, sent once");
        let token = token(&sent[0], "reset-password");
        let problem = reset(&app, token, "short").await;
        let problem = problem.refused(ErrorCode::InvalidRequest);
        assert_eq!(problem.errors[0].field, "new_password");
        reset(&app, token, NEW_PASSWORD).await.nothing();
        reset(&app, token, NEW_PASSWORD)
            .await
            .refused(ErrorCode::TokenInvalid);

        app.refresh(&tokens.refresh_token)
            .await
            .refused(ErrorCode::RefreshInvalid);
        app.login("ada", PASSWORD)
            .await
            .refused(ErrorCode::BadCredentials);
        let again: Tokens = app.login("ada", NEW_PASSWORD).await.json(200);
        assert!(
            again.user.email_verified,
            "who has the mail has the address"
        );
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_link_is_good_for_an_hour_and_for_its_purpose() {
    on_both(|app| async move {
        app.register_as("ada").await;
        let verify = mails(&app).await.remove(0);
        let wrong = token(&verify, "verify-email");
        reset(&app, wrong, NEW_PASSWORD)
            .await
            .refused(ErrorCode::TokenInvalid);
        forgot(&app, "ada@example.com").await.nothing();
        let mail = mails(&app).await.remove(0);
        app.clock.advance(Duration::from_hours(1));
        let late = token(&mail, "reset-password");
        reset(&app, late, NEW_PASSWORD)
            .await
            .refused(ErrorCode::TokenInvalid);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_changed_password_ends_all_other_sessions() {
    on_both(|app| async move {
        let here = app.register_as("ada").await;
        let there: Tokens = app.login("ada", PASSWORD).await.json(200);
        let change = async |current: &str, new: &str| {
            let body = json!({ "current_password": current, "new_password": new });
            let path = "/api/auth/password";
            app.ask(Method::POST, path, &here.access_token, Some(body))
                .await
        };
        let wrong = change("not the password", NEW_PASSWORD).await;
        let wrong = wrong.refused(ErrorCode::InvalidRequest);
        assert_eq!(wrong.errors[0].field, "current_password");
        change(PASSWORD, NEW_PASSWORD).await.nothing();
        let me = app
            .ask(Method::GET, "/api/users/me", &here.access_token, None)
            .await;
        me.json::<Account>(200);
        let me = app
            .ask(Method::GET, "/api/users/me", &there.access_token, None)
            .await;
        me.refused(ErrorCode::Unauthenticated);
        app.login("ada", PASSWORD)
            .await
            .refused(ErrorCode::BadCredentials);
        app.login("ada", NEW_PASSWORD).await.json::<Tokens>(200);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_mail_server_that_is_busy_is_asked_again_and_one_that_refuses_is_not() {
    let server = MailServer::start().await;
    let url = server.url.clone();
    let app = App::start(None, move |config| {
        config.mail.smtp_url = Some(live_config::Secret::new(url));
    })
    .await;
    app.register_as("ada").await;
    let mail = AccountMail::VerifyEmail {
        email: "ada@example.com".into(),
    };
    *server.mood.lock().unwrap() = Mood::Later;
    let busy = mail::deliver(&app.domain, &mail, 1).await.unwrap_err();
    assert!(!busy.is_final(), "{busy:?}");
    *server.mood.lock().unwrap() = Mood::Takes;
    // The second attempt of the same job is no second mail of the minute.
    mail::deliver(&app.domain, &mail, 2).await.unwrap();
    let taken = server.taken.lock().unwrap().concat();
    assert!(taken.contains("To: ada@example.com"), "{taken}");
    let body = json!({ "token": token(&taken, "verify-email") });
    app.post("/api/auth/email/verify", body).await.nothing();

    *server.mood.lock().unwrap() = Mood::Never;
    app.register_as("ben").await;
    let mail = AccountMail::VerifyEmail {
        email: "ben@example.com".into(),
    };
    let never = mail::deliver(&app.domain, &mail, 1).await.unwrap_err();
    assert!(never.is_final(), "{never:?}");
    assert!(
        !app.data_dir().join("mail").exists(),
        "the folder is for machines without a server"
    );
    app.stop().await;
}
