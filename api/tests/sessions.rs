//! Sessions: refresh along the chain, ends, and who notices.

use crate::app::{Answer, App, PASSWORD, on_both};
use live_bus::{Delivery, Topic};
use live_protocol::{
    ErrorCode, Page,
    auth::{Session, Tokens},
    event::BusEvent,
};
use reqwest::{Method, header};
use serde_json::json;
use std::time::Duration;

async fn me(app: &App, token: &str) -> Answer {
    app.ask(Method::GET, "/api/users/me", token, None).await
}

#[tokio::test]
async fn an_access_token_expires_and_is_refreshed() {
    on_both(|app| async move {
        let first = app.register().await;
        app.clock.advance(Duration::from_secs(15 * 60 + 2));
        let late = me(&app, &first.access_token).await;
        assert_eq!(late.headers["www-authenticate"], "Bearer");
        late.refused(ErrorCode::Unauthenticated);
        let second: Tokens = app.refresh(&first.refresh_token).await.json(200);
        assert_eq!(second.user, first.user);
        me(&app, &second.access_token)
            .await
            .json::<serde_json::Value>(200);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_lost_answer_can_be_asked_for_again_within_ten_seconds() {
    on_both(|app| async move {
        let first = app.register().await;
        let second: Tokens = app.refresh(&first.refresh_token).await.json(200);
        app.clock.advance(Duration::from_secs(10));
        let again: Tokens = app.refresh(&first.refresh_token).await.json(200);
        assert_eq!(again.refresh_token, second.refresh_token, "the same answer");
        let third: Tokens = app.refresh(&second.refresh_token).await.json(200);
        assert_ne!(third.refresh_token, second.refresh_token);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_token_that_is_used_again_later_ends_the_session() {
    on_both(|app| async move {
        let first = app.register().await;
        let other: Tokens = app.login(&first.user.username, PASSWORD).await.json(200);
        let second: Tokens = app.refresh(&first.refresh_token).await.json(200);
        app.clock.advance(Duration::from_millis(10_001));
        let mut hearing = app.domain.bus.subscribe(Topic::Disconnects).await.unwrap();
        let reused = app.refresh(&first.refresh_token).await;
        reused.refused(ErrorCode::RefreshReused);

        let heard = tokio::time::timeout(Duration::from_secs(10), hearing.recv()).await;
        let Some(Delivery::Event(event)) = heard.unwrap() else {
            panic!("nothing was told");
        };
        assert!(
            matches!(&*event, BusEvent::Disconnect { user_id, session_id: Some(_), .. }
                if *user_id == first.user.id)
        );
        // Whoever has the good token is out too, at once.
        app.refresh(&second.refresh_token)
            .await
            .refused(ErrorCode::RefreshInvalid);
        me(&app, &second.access_token)
            .await
            .refused(ErrorCode::Unauthenticated);
        me(&app, &other.access_token)
            .await
            .json::<serde_json::Value>(200);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn even_an_old_ancestor_is_recognised_and_a_forged_token_is_not() {
    on_both(|app| async move {
        let first = app.register().await;
        let mut tokens = first.clone();
        for _ in 0..4 {
            tokens = app.refresh(&tokens.refresh_token).await.json(200);
        }
        // The right session and place in the chain, but not its secret: nothing ends.
        let mut forged = first.refresh_token.clone();
        forged.replace_range(40..42, if &forged[40..42] == "AA" { "BB" } else { "AA" });
        app.refresh(&forged)
            .await
            .refused(ErrorCode::RefreshInvalid);
        tokens = app.refresh(&tokens.refresh_token).await.json(200);
        // Within ten seconds, but two rotations old: someone else has it.
        app.refresh(&first.refresh_token)
            .await
            .refused(ErrorCode::RefreshReused);
        app.refresh(&tokens.refresh_token)
            .await
            .refused(ErrorCode::RefreshInvalid);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn many_tabs_that_refresh_at_once_get_the_same_token() {
    on_both(|app| async move {
        let first = app.register().await;
        let asks = (0..8).map(|_| app.refresh(&first.refresh_token));
        let answers = futures::future::join_all(asks).await;
        let tokens: Vec<Tokens> = answers.iter().map(|answer| answer.json(200)).collect();
        for other in &tokens {
            assert_eq!(other.refresh_token, tokens[0].refresh_token);
        }
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn an_idle_session_is_over() {
    on_both(|app| async move {
        let tokens = app.register().await;
        app.clock.advance(Duration::from_hours(30 * 24));
        let tokens: Tokens = app.refresh(&tokens.refresh_token).await.json(200);
        app.clock
            .advance(Duration::from_millis(30 * 24 * 3_600_000 + 1));
        app.refresh(&tokens.refresh_token)
            .await
            .refused(ErrorCode::RefreshInvalid);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn the_cookie_is_for_browsers_of_this_platform() {
    on_both(|app| async move {
        let body = crate::app::registration("ada");
        let answer = app.post("/api/auth/register", body).await;
        let cookie = answer.headers[header::SET_COOKIE]
            .to_str()
            .unwrap()
            .to_owned();
        for part in [
            "; HttpOnly",
            "; SameSite=Strict",
            "; Path=/api/auth",
            "; Max-Age=2592000",
        ] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(
            !cookie.contains("Secure"),
            "plain HTTP in this test: {cookie}"
        );
        let pair = cookie.split(';').next().unwrap().to_owned();
        let ask = |origin: Option<String>, own_header: bool| {
            let mut request = app
                .request(Method::POST, "/api/auth/refresh")
                .header(header::COOKIE, &pair);
            if let Some(origin) = origin {
                request = request.header(header::ORIGIN, origin);
            }
            if own_header {
                request = request.header("x-live-refresh", "1");
            }
            Answer::of(request)
        };
        ask(None, false).await.refused(ErrorCode::Forbidden);
        ask(Some("https://evil.example".into()), false)
            .await
            .refused(ErrorCode::Forbidden);
        let tokens: Tokens = ask(Some(app.url.clone()), false).await.json(200);
        // The same cookie again, within the window, with the header that no stranger can send.
        let again: Tokens = ask(None, true).await.json(200);
        assert_eq!(again.refresh_token, tokens.refresh_token);
        let nothing = app.post("/api/auth/refresh", json!({})).await;
        nothing.refused(ErrorCode::RefreshInvalid);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn sessions_are_listed_and_ended() {
    on_both(|app| async move {
        let here = app.register().await;
        let name = &here.user.username;
        app.clock.advance(Duration::from_secs(5));
        let login = app
            .request(Method::POST, "/api/auth/login")
            .header(
                header::USER_AGENT,
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            )
            .json(&json!({ "login": name, "password": PASSWORD }));
        let there: Tokens = Answer::of(login).await.json(200);

        let list = app
            .ask(Method::GET, "/api/auth/sessions", &here.access_token, None)
            .await;
        let page: Page<Session> = list.json(200);
        assert_eq!(page.next_cursor, None);
        let [newest, oldest] = page.items.as_slice() else {
            panic!("{page:?}");
        };
        assert_eq!(newest.device, "Firefox on Linux");
        assert_eq!(newest.place, "127.0.0.…");
        assert!(!newest.current && oldest.current);

        me(&app, &there.access_token)
            .await
            .json::<serde_json::Value>(200);
        let path = format!("/api/auth/sessions/{}", newest.id);
        let stranger = app.register().await;
        let theirs = app
            .ask(Method::DELETE, &path, &stranger.access_token, None)
            .await;
        theirs.refused(ErrorCode::NotFound);
        app.ask(Method::DELETE, &path, &here.access_token, None)
            .await
            .nothing();
        me(&app, &there.access_token)
            .await
            .refused(ErrorCode::Unauthenticated);
        app.refresh(&there.refresh_token)
            .await
            .refused(ErrorCode::RefreshInvalid);
        app.ask(Method::DELETE, &path, &here.access_token, None)
            .await
            .refused(ErrorCode::NotFound);
        app.ask(
            Method::DELETE,
            "/api/auth/sessions/x",
            &here.access_token,
            None,
        )
        .await
        .refused(ErrorCode::InvalidRequest);

        app.ask(
            Method::POST,
            "/api/auth/logout-all",
            &here.access_token,
            None,
        )
        .await
        .nothing();
        me(&app, &here.access_token)
            .await
            .refused(ErrorCode::Unauthenticated);
        me(&app, &stranger.access_token)
            .await
            .json::<serde_json::Value>(200);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn another_process_hears_of_an_end_at_once_and_without_the_bus_within_seconds() {
    on_both(|app| async move {
        let tokens = app.register().await;
        // Another process over the same database and bus, with its own memory.
        let other = live_domain::Domain::new(
            app.domain.database.clone(),
            app.domain.bus.clone(),
            app.clock.clone(),
            app.domain.random.clone(),
            app.domain.config.clone(),
            app.domain.secrets.clone(),
        );
        let deaf = live_domain::Domain::new(
            app.domain.database.clone(),
            live_bus::Bus::in_process(app.clock.clone()),
            app.clock.clone(),
            app.domain.random.clone(),
            app.domain.config.clone(),
            app.domain.secrets.clone(),
        );
        let mut hearing = Box::pin(other.hear_disconnects());
        // Polled once: it is subscribed.
        assert!(futures::poll!(hearing.as_mut()).is_pending());
        for domain in [&other, &deaf] {
            domain.authenticate(&tokens.access_token).await.unwrap();
        }
        app.ask(Method::POST, "/api/auth/logout", &tokens.access_token, None)
            .await
            .nothing();
        assert!(futures::poll!(hearing.as_mut()).is_pending());
        let refused = other.authenticate(&tokens.access_token).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Unauthenticated);
        assert!(
            deaf.authenticate(&tokens.access_token).await.is_ok(),
            "remembered"
        );
        app.clock.advance(Duration::from_secs(5));
        assert!(deaf.authenticate(&tokens.access_token).await.is_err());
        drop(hearing);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_over_is_removed_after_a_month() {
    on_both(|app| async move {
        let (ended, open) = (app.register().await, app.register().await);
        app.ask(Method::POST, "/api/auth/logout", &ended.access_token, None)
            .await
            .nothing();
        app.clock.advance(Duration::from_hours(29 * 24));
        assert_eq!(live_domain::auth::clean_up(&app.domain).await.unwrap(), 0);
        let open: Tokens = app.refresh(&open.refresh_token).await.json(200);
        app.clock.advance(Duration::from_hours(2 * 24));
        assert_eq!(live_domain::auth::clean_up(&app.domain).await.unwrap(), 1);
        let open: Tokens = app.refresh(&open.refresh_token).await.json(200);
        me(&app, &open.access_token)
            .await
            .json::<serde_json::Value>(200);
        app.stop().await;
    })
    .await;
}
